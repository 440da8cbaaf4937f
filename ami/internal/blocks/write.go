package blocks

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/disk"
)

// Client is what is used of the EBS direct APIs to write a snapshot.
type Client interface {
	PutSnapshotBlock(context.Context, *ebs.PutSnapshotBlockInput, ...func(*ebs.Options)) (*ebs.PutSnapshotBlockOutput, error)
	CompleteSnapshot(context.Context, *ebs.CompleteSnapshotInput, ...func(*ebs.Options)) (*ebs.CompleteSnapshotOutput, error)
}

// Writer writes one snapshot.
type Writer struct {
	Client     Client
	SnapshotID string
	Pace       Pace
	// Journal is the file that lists what was sent, for a run that goes on; empty
	// for none. Without it everything is sent again, which EBS counts once.
	Journal string
	// OnProgress is told the bytes that are in the snapshot; it may be called by
	// several goroutines at once.
	OnProgress func(done, total int64)
	// Warn is told once why there is no journal.
	Warn func(message string)

	journal    *journal
	broken     sync.Once
	done, sent atomic.Int64
}

// Stats are what a write did, in bytes.
type Stats struct {
	// Sent travelled, Resumed was sent by an earlier run.
	Sent, Resumed int64
}

// Write sends the blocks of m, those of [Zeroes] among them, and completes the
// snapshot. For one snapshot they must be the same in each run: EBS counts them.
func (w *Writer) Write(ctx context.Context, src io.ReaderAt, m disk.Manifest) (Stats, error) {
	w.openJournal()
	err := w.send(ctx, src, m)
	if err == nil {
		err = w.complete(ctx, m)
	}
	if errors.Is(err, ErrCompleted) {
		err = nil
	}
	stats := Stats{Sent: w.sent.Load(), Resumed: w.done.Load() - w.sent.Load()}
	return stats, errors.Join(err, w.journal.close(err == nil))
}

func (w *Writer) openJournal() {
	if w.Journal == "" {
		return
	}
	j, err := openJournal(w.Journal, w.SnapshotID)
	if err != nil {
		w.warn(err)
		return
	}
	w.journal = j
}

func (w *Writer) send(ctx context.Context, src io.ReaderAt, m disk.Manifest) error {
	c := newCrew(ctx, w.Pace)
	total := int64(len(m.Blocks)) * disk.BlockSize
	for _, b := range m.Blocks {
		if w.journal.has(b) {
			w.progress(total)
			continue
		}
		if err := c.hire(func(ctx context.Context) error {
			if err := w.put(ctx, c, src, b, m.Size); err != nil {
				return err
			}
			w.sent.Add(disk.BlockSize)
			w.progress(total)
			w.note(b)
			return nil
		}); err != nil {
			return c.wait(err)
		}
	}
	return c.wait(nil)
}

// note lists what was sent. The list only saves work, so the run goes on without.
func (w *Writer) note(b disk.Block) {
	if err := w.journal.add(b); err != nil {
		w.broken.Do(func() { w.warn(err) })
	}
}

func (w *Writer) warn(err error) {
	if w.Warn != nil {
		w.Warn(fmt.Sprintf("a run that is stopped now sends blocks again: %v", err))
	}
}

func (w *Writer) progress(total int64) {
	if done := w.done.Add(disk.BlockSize); w.OnProgress != nil {
		w.OnProgress(done, total)
	}
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
	err := newCrew(ctx, w.Pace).insist(ctx, func(ctx context.Context) error {
		_, err := w.Client.CompleteSnapshot(ctx, in, once)
		return err
	})
	if err != nil {
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
