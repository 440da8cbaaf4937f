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

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"

	"github.com/amikit/amikit/ami/awserr"
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

// put sends one block; the disk's last one is padded with zeroes.
func (w *Writer) put(ctx context.Context, c *crew, src io.ReaderAt, b disk.Block, size int64, buffer []byte) error {
	if err := read(src, b, size, buffer); err != nil {
		return err
	}
	err := c.insist(ctx, func(ctx context.Context) error {
		_, err := w.Client.PutSnapshotBlock(ctx, &ebs.PutSnapshotBlockInput{
			SnapshotId:        aws.String(w.SnapshotID),
			BlockIndex:        aws.Int32(int32(b.Index)),
			BlockData:         bytes.NewReader(buffer),
			DataLength:        aws.Int32(disk.BlockSize),
			Checksum:          aws.String(base64.StdEncoding.EncodeToString(b.SHA256[:])),
			ChecksumAlgorithm: types.ChecksumAlgorithmChecksumAlgorithmSha256,
		}, once)
		return err
	})
	switch {
	case err == nil:
		return nil
	case strings.Contains(err.Error(), "already completed"):
		return ErrCompleted
	case awserr.Is(err, "InvalidSignatureException") && sha256.Sum256(buffer) != b.SHA256:
		return &ChangedError{Block: b.Index} // what AWS calls a wrong hash
	}
	return fmt.Errorf("write block %d of %s: %w", b.Index, w.SnapshotID, awserr.Explain(err))
}

// read fills the buffer with a block; zeroes need no look at the disk.
func read(src io.ReaderAt, b disk.Block, size int64, buffer []byte) error {
	offset := int64(b.Index) * disk.BlockSize
	if b.SHA256 == zeroSum() || offset >= size {
		clear(buffer)
		return nil
	}
	data := buffer[:min(disk.BlockSize, size-offset)]
	if n, err := src.ReadAt(data, offset); n < len(data) {
		if errors.Is(err, io.EOF) {
			err = disk.ErrChanged // it is shorter now
		}
		return fmt.Errorf("read block %d of the disk: %w", b.Index, err)
	}
	clear(buffer[len(data):])
	return nil
}
