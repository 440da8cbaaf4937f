package readback_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"

	"github.com/amikit/amikit/internal/readback"
)

const blockSize = 512 << 10

// snapshot is a service with one snapshot of two blocks, on a page each.
type snapshot struct {
	blocks   map[int32][]byte
	checksum func([]byte) string
}

func (s snapshot) ListSnapshotBlocks(_ context.Context, in *ebs.ListSnapshotBlocksInput, _ ...func(*ebs.Options)) (*ebs.ListSnapshotBlocksOutput, error) {
	out := &ebs.ListSnapshotBlocksOutput{VolumeSize: aws.Int64(1), BlockSize: aws.Int32(blockSize)}
	index := int32(0)
	if in.NextToken == nil {
		out.NextToken = aws.String("next")
	} else {
		index = 3
	}
	out.Blocks = []types.Block{{BlockIndex: aws.Int32(index), BlockToken: aws.String("token")}}
	return out, nil
}

func (s snapshot) GetSnapshotBlock(_ context.Context, in *ebs.GetSnapshotBlockInput, _ ...func(*ebs.Options)) (*ebs.GetSnapshotBlockOutput, error) {
	data := s.blocks[*in.BlockIndex]
	return &ebs.GetSnapshotBlockOutput{
		BlockData: io.NopCloser(bytes.NewReader(data)), Checksum: aws.String(s.checksum(data)),
	}, nil
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return base64.StdEncoding.EncodeToString(s[:])
}

func TestBlocksOfEveryPageStandInTheirPlace(t *testing.T) {
	first, last := bytes.Repeat([]byte{1}, blockSize), bytes.Repeat([]byte{2}, blockSize)
	name := filepath.Join(t.TempDir(), "disk.raw")
	api := snapshot{map[int32][]byte{0: first, 3: last}, sum}
	if err := readback.ToFile(t.Context(), api, "snap-1", name); err != nil {
		t.Fatal(err)
	}
	hole := make([]byte, 2*blockSize)
	want := append(append(first, hole...), last...)
	if got := prefix(t, name, len(want)); !bytes.Equal(got, want) {
		t.Fatal("the blocks are not in their places")
	}
	if info, err := os.Stat(name); err != nil || info.Size() != 1<<30 {
		t.Fatalf("the file is not as long as the volume: %v, %v", info, err)
	}
}

func prefix(t *testing.T, name string, length int) []byte {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	data := make([]byte, length)
	if _, err := io.ReadFull(file, data); err != nil {
		t.Fatal(err)
	}
	return data
}

func TestABlockWithAnotherChecksumIsRefused(t *testing.T) {
	api := snapshot{map[int32][]byte{0: {1}, 3: {2}}, func([]byte) string { return "wrong" }}
	err := readback.ToFile(t.Context(), api, "snap-1", filepath.Join(t.TempDir(), "disk.raw"))
	if err == nil || !strings.Contains(err.Error(), "snap-1") || !strings.Contains(err.Error(), "SHA-256") {
		t.Fatalf("read back with %v", err)
	}
}
