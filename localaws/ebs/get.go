package ebs

import (
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"

	"github.com/amikit/amikit/localaws/blocks"
)

// getBlock https://docs.aws.amazon.com/ebs/latest/APIReference/API_GetSnapshotBlock.html
func getBlock(q *request, w http.ResponseWriter) error {
	id := q.parts[0]
	index, err := q.blockIndex()
	if err != nil {
		return err
	}
	_, chain, err := q.readable(id)
	if err != nil {
		return err
	}
	if err := q.checkQuota(id); err != nil {
		return err
	}
	if err := q.checkBlockToken(q.http.URL.Query().Get("blockToken"), id, index); err != nil {
		return err
	}
	buffer := q.buffer()
	defer q.buffers.Put(buffer)
	sum, err := chain.Get(index, *buffer)
	if errors.Is(err, blocks.ErrNoBlock) {
		return invalid("INVALID_BLOCK", "Block %d is not in the snapshot", index)
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Length", strconv.Itoa(blocks.Size))
	h.Set("x-amzn-RequestId", q.RequestID)
	h.Set("x-amz-Data-Length", strconv.Itoa(blocks.Size))
	h.Set("x-amz-Checksum", base64.StdEncoding.EncodeToString(sum[:]))
	h.Set("x-amz-Checksum-Algorithm", sha256Name)
	_, err = w.Write((*buffer)[:blocks.Size])
	return err
}
