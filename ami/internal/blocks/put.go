package blocks

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/body"
	"github.com/amikit/amikit/disk"
)

// ErrCompleted is a snapshot that takes no more blocks, because an earlier run
// completed it.
var ErrCompleted = errors.New("the snapshot is completed already")

// ChangedError is a disk that is no longer what its description says.
type ChangedError struct {
	// Block is the index of the block that differs.
	Block uint32
}

// Error says which block it is.
func (e *ChangedError) Error() string {
	return fmt.Sprintf("the disk changed since it was described: its block %d has another hash; run again when nothing writes to it any more", e.Block)
}

// put sends one block straight from the disk; the disk's last one is padded with
// zeroes.
func (w *Writer) put(ctx context.Context, c *crew, src io.ReaderAt, b disk.Block, size int64) error {
	err := c.insist(ctx, func(ctx context.Context) error {
		data := newBody(src, b, size)
		_, err := w.Client.PutSnapshotBlock(ctx, &ebs.PutSnapshotBlockInput{
			SnapshotId:        aws.String(w.SnapshotID),
			BlockIndex:        aws.Int32(int32(b.Index)),
			BlockData:         data,
			DataLength:        aws.Int32(disk.BlockSize),
			Checksum:          aws.String(base64.StdEncoding.EncodeToString(b.SHA256[:])),
			ChecksumAlgorithm: types.ChecksumAlgorithmChecksumAlgorithmSha256,
		}, once)
		return data.Cause(err)
	})
	var unread *body.ReadError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &unread):
		return fmt.Errorf("read block %d of the disk: %w", b.Index, unread)
	case strings.Contains(err.Error(), "already completed"):
		return ErrCompleted
	case awserr.Is(err, "InvalidSignatureException") && changed(src, b, size): // what AWS calls a wrong hash
		return &ChangedError{Block: b.Index}
	}
	return fmt.Errorf("write block %d of %s: %w", b.Index, w.SnapshotID, awserr.Explain(err))
}

// changed reports whether a block no longer has its hash.
func changed(src io.ReaderAt, b disk.Block, size int64) bool {
	hash := sha256.New()
	_, err := io.Copy(hash, newBody(src, b, size))
	return err != nil || [sha256.Size]byte(hash.Sum(nil)) != b.SHA256
}
