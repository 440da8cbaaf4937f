package blocks

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"
	"github.com/google/go-cmp/cmp"

	"github.com/amikit/amikit/disk"
)

// held is a snapshot by the fill of its blocks, listed in pages of 100.
type held struct {
	fills   map[uint32]byte
	gets    atomic.Int64
	garbled atomic.Int64 // so many blocks arrive damaged
}

func (h *held) ListSnapshotBlocks(_ context.Context, in *ebs.ListSnapshotBlocksInput, _ ...func(*ebs.Options)) (*ebs.ListSnapshotBlocksOutput, error) {
	var indexes []uint32
	for index := range h.fills {
		indexes = append(indexes, index)
	}
	slices.Sort(indexes)
	from, _ := strconv.Atoi(aws.ToString(in.NextToken))
	to := min(from+100, len(indexes))
	out := &ebs.ListSnapshotBlocksOutput{}
	for _, index := range indexes[from:to] {
		out.Blocks = append(out.Blocks, types.Block{BlockIndex: aws.Int32(int32(index)), BlockToken: aws.String("t")})
	}
	if to < len(indexes) {
		out.NextToken = aws.String(strconv.Itoa(to))
	}
	return out, nil
}

func (h *held) GetSnapshotBlock(_ context.Context, in *ebs.GetSnapshotBlockInput, _ ...func(*ebs.Options)) (*ebs.GetSnapshotBlockOutput, error) {
	h.gets.Add(1)
	data := filled(h.fills[uint32(aws.ToInt32(in.BlockIndex))])
	sum := sha256.Sum256(data)
	if h.garbled.Add(-1) >= 0 {
		data[7]++
	}
	return &ebs.GetSnapshotBlockOutput{BlockData: io.NopCloser(bytes.NewReader(data)), Checksum: aws.String(base64.StdEncoding.EncodeToString(sum[:]))}, nil
}

func filled(fill byte) []byte { return bytes.Repeat([]byte{fill}, disk.BlockSize) }

func block(index uint32, fill byte) disk.Block {
	return disk.Block{Index: index, SHA256: sha256.Sum256(filled(fill))}
}

// same is a snapshot of so many blocks, and the manifest of its disk.
func same(count uint32) (*held, disk.Manifest) {
	h, m := &held{fills: map[uint32]byte{}}, disk.Manifest{Size: int64(count) * disk.BlockSize}
	one := block(0, 1)
	for i := range count {
		h.fills[i] = 1
		m.Blocks = append(m.Blocks, disk.Block{Index: i, SHA256: one.SHA256})
	}
	return h, m
}

func TestTheDifferenceIsWhatHasAnotherContent(t *testing.T) {
	h, m := same(250)
	h.fills[3] = 9                           // another content
	h.fills[300] = 5                         // data behind the disk's end
	h.fills[301] = 0                         // zeroes that were written
	delete(h.fills, 120)                     // missing in the snapshot
	m.Blocks = slices.Delete(m.Blocks, 5, 6) // zeroes now
	got, err := (&Difference{Reader: h, SnapshotID: "snap-1", Pace: quick}).Find(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]disk.Block{block(3, 1), Zeroes(5), block(120, 1), Zeroes(300)}, got); diff != "" {
		t.Fatal(diff)
	}
}

func TestASnapshotThatDiffersWidelyIsNotReadWhole(t *testing.T) {
	h, m := same(500)
	for i := range m.Blocks {
		if i%4 > 0 {
			m.Blocks[i] = block(uint32(i), 2)
		}
	}
	find := &Difference{Reader: h, SnapshotID: "snap-1", Pace: quick}
	_, err := find.Find(t.Context(), m)
	var dear *DearError
	if !errors.As(err, &dear) || dear.All != 500 || h.gets.Load() != sampleSize {
		t.Fatalf("error is %v after %d reads", err, h.gets.Load())
	}
	find.Always = true
	if got, err := find.Find(t.Context(), m); err != nil || len(got) != 375 {
		t.Fatalf("%d differ, %v", len(got), err)
	}
}

func TestABlockThatArrivesDamagedIsReadAgain(t *testing.T) {
	h, m := same(10)
	h.garbled.Store(3)
	wrong, read, err := Compare(t.Context(), h, "snap-1", m, quick, nil)
	if err != nil || len(wrong) != 0 || read != 10 || h.gets.Load() != 13 {
		t.Fatalf("%v of %d blocks differ after %d reads, %v", wrong, read, h.gets.Load(), err)
	}
}
