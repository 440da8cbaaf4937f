package hole

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// full is a file of ones over several pieces.
func full(t *testing.T, size int) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "file"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	if _, err := f.Write(bytes.Repeat([]byte{1}, size)); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTheRangeAloneIsZeroed(t *testing.T) {
	const size, offset, length = 3<<20 + 77, 4097, 2<<20 + 5000
	want := bytes.Repeat([]byte{1}, size)
	clear(want[offset : offset+length])
	for name, zero := range map[string]func(*os.File, int64, int64) error{"by a hole": Zero, "by writing": write} {
		t.Run(name, func(t *testing.T) {
			f := full(t, size)
			if err := zero(f, offset, length); err != nil {
				t.Fatal(err)
			}
			if got, err := os.ReadFile(f.Name()); err != nil || !bytes.Equal(got, want) {
				t.Errorf("the file has %d bytes, which are not those expected, %v", len(got), err)
			}
		})
	}
}

func TestAFileThatIsOnlyReadIsRefusedByName(t *testing.T) {
	f, err := os.Open(full(t, 10).Name())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := Zero(f, 0, 10); err == nil || !bytes.Contains([]byte(err.Error()), []byte(f.Name())) {
		t.Errorf("error is %v", err)
	}
}
