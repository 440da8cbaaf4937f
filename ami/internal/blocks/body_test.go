package blocks

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/amikit/amikit/disk"
)

// pieces keeps the length of the longest read, and fails from an offset on.
type pieces struct {
	io.ReaderAt
	longest int
	fails   int64
}

var errStorage = errors.New("the storage fails")

func (p *pieces) ReadAt(b []byte, off int64) (int, error) {
	p.longest = max(p.longest, len(b))
	if p.fails > 0 && off >= p.fails {
		return 0, errStorage
	}
	return p.ReaderAt.ReadAt(b, off)
}

func TestABlockIsReadInThePiecesThatAreAskedFor(t *testing.T) {
	data, manifest := example()
	source := &pieces{ReaderAt: bytes.NewReader(data)}
	var arrived bytes.Buffer
	n, err := io.CopyBuffer(struct{ io.Writer }{&arrived}, newBody(source, manifest.Blocks[1], manifest.Size), make([]byte, 4096))
	if err != nil || n != disk.BlockSize || source.longest > 4096 || !bytes.HasPrefix(arrived.Bytes(), []byte("last\x00")) {
		t.Fatalf("%d bytes in pieces of up to %d, %v", n, source.longest, err)
	}
}

func TestABlockThatIsSentAgainIsTheSame(t *testing.T) {
	data, manifest := example()
	body := newBody(bytes.NewReader(data), manifest.Blocks[1], manifest.Size)
	first, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if second, err := io.ReadAll(body); err != nil || !bytes.Equal(first, second) {
		t.Fatalf("%d bytes, then %d, %v", len(first), len(second), err)
	}
}

func TestADiskThatCannotBeReadEndsTheWriteAtOnce(t *testing.T) {
	data, manifest := example()
	r := newRecorder()
	source := &pieces{ReaderAt: bytes.NewReader(data), fails: disk.BlockSize / 2}
	manifest.Blocks = manifest.Blocks[:1]
	if _, err := r.writer().Write(t.Context(), source, manifest); !errors.Is(err, errStorage) || r.puts != 1 {
		t.Fatalf("after %d puts: %v", r.puts, err)
	}
}
