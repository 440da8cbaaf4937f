package blocks

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/smithy-go"

	"github.com/amikit/amikit/disk"
)

// recorder keeps what is written; err answers every put.
type recorder struct {
	mu       sync.Mutex
	blocks   map[int32][]byte
	complete *ebs.CompleteSnapshotInput
	err      error
	puts     int
}

func (r *recorder) PutSnapshotBlock(_ context.Context, in *ebs.PutSnapshotBlockInput, _ ...func(*ebs.Options)) (*ebs.PutSnapshotBlockOutput, error) {
	data, err := io.ReadAll(in.BlockData)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.puts++
	if err := errors.Join(err, r.err); err != nil {
		return nil, err
	}
	r.blocks[aws.ToInt32(in.BlockIndex)] = data
	return &ebs.PutSnapshotBlockOutput{}, nil
}

func (r *recorder) CompleteSnapshot(_ context.Context, in *ebs.CompleteSnapshotInput, _ ...func(*ebs.Options)) (*ebs.CompleteSnapshotOutput, error) {
	r.complete = in
	return &ebs.CompleteSnapshotOutput{}, nil
}

// example is a disk with a hole between its two blocks, the last one short.
func example() ([]byte, disk.Manifest) {
	data := make([]byte, 2*disk.BlockSize+512)
	copy(data, "first")
	copy(data[2*disk.BlockSize:], "last")
	padded := append(bytes.Clone(data), make([]byte, disk.BlockSize-512)...)
	hash := func(i int) [32]byte { return sha256.Sum256(padded[i*disk.BlockSize:][:disk.BlockSize]) }
	return data, disk.Manifest{Size: int64(len(data)), Blocks: []disk.Block{{Index: 0, SHA256: hash(0)}, {Index: 2, SHA256: hash(2)}}}
}

func TestWriteSendsTheManifestsBlocksAndCompletes(t *testing.T) {
	data, manifest := example()
	r := &recorder{blocks: map[int32][]byte{}}
	sent, err := (&Writer{Client: r, SnapshotID: "snap-1", Workers: 4}).Write(t.Context(), bytes.NewReader(data), manifest)
	if err != nil || sent != 2*disk.BlockSize {
		t.Fatalf("sent %d, %v", sent, err)
	}
	if len(r.blocks) != 2 || len(r.blocks[2]) != disk.BlockSize || !bytes.HasPrefix(r.blocks[2], []byte("last")) {
		t.Fatalf("%d blocks were sent", len(r.blocks))
	}
	joined := sha256.Sum256(append(manifest.Blocks[0].SHA256[:], manifest.Blocks[1].SHA256[:]...))
	if aws.ToInt32(r.complete.ChangedBlocksCount) != 2 || aws.ToString(r.complete.Checksum) != base64.StdEncoding.EncodeToString(joined[:]) {
		t.Fatalf("completed with %+v", r.complete)
	}
}

func TestASnapshotThatIsCompletedAlreadyIsDone(t *testing.T) {
	data, manifest := example()
	r := &recorder{err: &smithy.GenericAPIError{Code: "ValidationException", Message: "Snapshot is already completed"}}
	if _, err := (&Writer{Client: r, SnapshotID: "snap-1", Workers: 1}).Write(t.Context(), bytes.NewReader(data), manifest); err != nil || r.complete != nil {
		t.Fatalf("error %v, completed with %v", err, r.complete)
	}
}

func TestADeniedPutEndsTheWriteAtOnce(t *testing.T) {
	data, manifest := example()
	r := &recorder{err: &smithy.GenericAPIError{Code: "AccessDeniedException", Message: "no"}}
	if _, err := (&Writer{Client: r, SnapshotID: "snap-1", Workers: 1}).Write(t.Context(), bytes.NewReader(data), manifest); err == nil || r.puts != 1 {
		t.Fatalf("after %d puts: %v", r.puts, err)
	}
}

func TestADiskThatBecameShorterIsAnError(t *testing.T) {
	data, manifest := example()
	r := &recorder{blocks: map[int32][]byte{}}
	if _, err := (&Writer{Client: r, SnapshotID: "snap-1", Workers: 1}).Write(t.Context(), bytes.NewReader(data[:disk.BlockSize]), manifest); err == nil {
		t.Fatal("it was written")
	}
}
