package initrd_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"

	"github.com/amikit/amikit/internal/disk/initrd"
	"github.com/amikit/amikit/internal/testroot"
)

// packed compresses by the writer that open returns.
func packed(t *testing.T, data []byte, open func(io.Writer) (io.WriteCloser, error)) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := open(&out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var compressions = map[string]func(io.Writer) (io.WriteCloser, error){
	"gzip": func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil },
	"zstd": func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) },
	"xz":   func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) },
	"lzma": func(w io.Writer) (io.WriteCloser, error) { return lzma.NewWriter(w) },
	"lz4": func(w io.Writer) (io.WriteCloser, error) {
		z := lz4.NewWriter(w)
		return z, z.Apply(lz4.LegacyOption(true))
	},
}

func TestFilesAreListedOfEveryCompression(t *testing.T) {
	early, late := testroot.CPIO("kernel/x86/microcode/x.bin"), testroot.CPIO("init", "usr/lib/modules/6/nvme.ko")
	want := []string{"kernel/x86/microcode/x.bin", "init", "usr/lib/modules/6/nvme.ko"}
	for name, open := range compressions {
		t.Run(name, func(t *testing.T) {
			whole := slices.Concat(early, make([]byte, 512), packed(t, late, open))
			got, err := initrd.List(bytes.NewReader(whole))
			if err != nil || !slices.Equal(got, want) {
				t.Fatalf("listed %q, %v", got, err)
			}
		})
	}
}

func TestArchivesWithoutCompressionAreListed(t *testing.T) {
	got, err := initrd.List(bytes.NewReader(slices.Concat(testroot.CPIO("./a", "/b"), testroot.CPIO("c"))))
	if want := []string{"a", "b", "c"}; err != nil || !slices.Equal(got, want) {
		t.Fatalf("listed %q, %v", got, err)
	}
}

func TestWhatCannotBeUnpackedIsNotGuessedAt(t *testing.T) {
	whole := testroot.CPIO("init")
	for name, data := range map[string][]byte{
		"LZO":              []byte("\x89LZO\x00\r\n\x1a\n"),
		"cut off":          whole[:len(whole)-140],
		"a cut gzip":       testroot.Initrd()[:40],
		"a name of no end": []byte(fmt.Sprintf("070701%088x%08x%08x", 0, 1<<30, 0)),
	} {
		if got, err := initrd.List(bytes.NewReader(data)); err == nil {
			t.Errorf("%s: listed %q", name, got)
		}
	}
	if _, err := initrd.List(bytes.NewReader([]byte("text"))); !errors.Is(err, initrd.ErrFormat) {
		t.Errorf("a text: %v", err)
	}
}

func FuzzList(f *testing.F) {
	f.Add(testroot.Initrd())
	f.Add(testroot.CPIO("init", "etc/passwd"))
	f.Fuzz(func(t *testing.T, data []byte) {
		names, err := initrd.List(bytes.NewReader(data))
		if err != nil && names != nil {
			t.Errorf("names %q beside error %v", names, err)
		}
	})
}
