// Package blocks writes a disk's blocks into a snapshot by the EBS direct APIs.
package blocks

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"
	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"

	"github.com/amikit/amikit/ami/internal/awserr"
	"github.com/amikit/amikit/disk"
)

// putRate stays below the quota of a snapshot, in blocks a second (Amazon EBS User
// Guide, "Quotas for EBS direct APIs": 1,000).
const putRate = 900

// Client is what is used of the EBS direct APIs.
type Client interface {
	PutSnapshotBlock(context.Context, *ebs.PutSnapshotBlockInput, ...func(*ebs.Options)) (*ebs.PutSnapshotBlockOutput, error)
	CompleteSnapshot(context.Context, *ebs.CompleteSnapshotInput, ...func(*ebs.Options)) (*ebs.CompleteSnapshotOutput, error)
}

// Writer writes one snapshot.
type Writer struct {
	Client     Client
	SnapshotID string
	// Workers is how many blocks are under way, and in memory, at once.
	Workers int
	// OnProgress is told the bytes that were sent; it may be called by several
	// goroutines at once.
	OnProgress func(done, total int64)
}

// ErrCompleted is a snapshot that takes no more blocks, because an earlier run
// completed it.
var ErrCompleted = errors.New("the snapshot is completed already")

// Write sends the manifest's blocks and completes the snapshot. Blocks that an
// earlier run sent are written again, which EBS counts once. EBS checks each
// block against the manifest's hash. It returns the bytes that were sent.
func (w *Writer) Write(ctx context.Context, src io.ReaderAt, m disk.Manifest) (int64, error) {
	sent, err := w.send(ctx, src, m)
	if errors.Is(err, ErrCompleted) {
		return sent, nil
	}
	if err != nil {
		return sent, err
	}
	return sent, w.complete(ctx, m)
}

func (w *Writer) send(ctx context.Context, src io.ReaderAt, m disk.Manifest) (int64, error) {
	group, ctx := errgroup.WithContext(ctx)
	limit := rate.NewLimiter(putRate, max(w.Workers, 1))
	var next, done atomic.Int64
	for range max(w.Workers, 1) {
		group.Go(func() error {
			buffer := make([]byte, disk.BlockSize)
			for i := next.Add(1) - 1; i < int64(len(m.Blocks)); i = next.Add(1) - 1 {
				if err := limit.Wait(ctx); err != nil {
					return err
				}
				if err := w.put(ctx, src, m.Blocks[i], m.Size, buffer); err != nil {
					return err
				}
				w.progress(done.Add(1)*disk.BlockSize, int64(len(m.Blocks))*disk.BlockSize)
			}
			return nil
		})
	}
	err := group.Wait()
	return done.Load() * disk.BlockSize, err
}

func (w *Writer) progress(done, total int64) {
	if w.OnProgress != nil {
		w.OnProgress(done, total)
	}
}

// put sends one block; the disk's last one is padded with zeroes.
func (w *Writer) put(ctx context.Context, src io.ReaderAt, b disk.Block, size int64, buffer []byte) error {
	offset := int64(b.Index) * disk.BlockSize
	data := buffer[:min(disk.BlockSize, size-offset)]
	if n, err := src.ReadAt(data, offset); n < len(data) {
		return fmt.Errorf("read block %d of the disk: %w", b.Index, err)
	}
	clear(buffer[len(data):])
	_, err := w.Client.PutSnapshotBlock(ctx, &ebs.PutSnapshotBlockInput{
		SnapshotId:        aws.String(w.SnapshotID),
		BlockIndex:        aws.Int32(int32(b.Index)),
		BlockData:         bytes.NewReader(buffer),
		DataLength:        aws.Int32(disk.BlockSize),
		Checksum:          aws.String(base64.StdEncoding.EncodeToString(b.SHA256[:])),
		ChecksumAlgorithm: types.ChecksumAlgorithmChecksumAlgorithmSha256,
	})
	if err != nil && strings.Contains(err.Error(), "already completed") {
		return ErrCompleted
	}
	if err != nil {
		return fmt.Errorf("write block %d of %s: %w", b.Index, w.SnapshotID, awserr.Explain(err))
	}
	return nil
}

// complete ends the snapshot. EBS does not refuse a wrong checksum here: the
// snapshot turns to error later.
func (w *Writer) complete(ctx context.Context, m disk.Manifest) error {
	in := &ebs.CompleteSnapshotInput{SnapshotId: aws.String(w.SnapshotID), ChangedBlocksCount: aws.Int32(int32(len(m.Blocks)))}
	if len(m.Blocks) > 0 {
		in.Checksum = aws.String(linear(m))
		in.ChecksumAlgorithm = types.ChecksumAlgorithmChecksumAlgorithmSha256
		in.ChecksumAggregationMethod = types.ChecksumAggregationMethodChecksumAggregationLinear
	}
	if _, err := w.Client.CompleteSnapshot(ctx, in); err != nil {
		return fmt.Errorf("complete %s: %w", w.SnapshotID, awserr.Explain(err))
	}
	return nil
}

// linear is the checksum of all blocks: of their digests, joined in the order of
// the blocks.
func linear(m disk.Manifest) string {
	hash := sha256.New()
	for _, b := range m.Blocks {
		hash.Write(b.SHA256[:])
	}
	return base64.StdEncoding.EncodeToString(hash.Sum(nil))
}
