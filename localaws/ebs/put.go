package ebs

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"

	"github.com/amikit/amikit/localaws/blocks"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/restjson"
)

const sha256Name = "SHA256"

// putBlock https://docs.aws.amazon.com/ebs/latest/APIReference/API_PutSnapshotBlock.html
func putBlock(q *request, w http.ResponseWriter) error {
	id := q.parts[0]
	index, err := q.blockIndex()
	if err != nil {
		return err
	}
	if err := q.checkPutHeaders(); err != nil {
		return err
	}
	if err := q.permit(id); err != nil {
		return err
	}
	if err := q.checkQuota(id); err != nil {
		return err
	}
	record, err := q.writable(id)
	if err != nil {
		return err
	}
	if int64(index) >= record.Blocks() {
		return invalid("INVALID_BLOCK", "Block index %d is beyond the volume size extent", index)
	}
	if err := q.checkBlock(); err != nil {
		return err
	}
	layer, err := q.Snapshots.Data.Layer(id)
	if err != nil {
		return err
	}
	if err := layer.Put(index, q.body, q.sum, q.now); err != nil {
		return err
	}
	w.Header().Set("x-amz-Checksum", base64.StdEncoding.EncodeToString(q.sum[:]))
	w.Header().Set("x-amz-Checksum-Algorithm", sha256Name)
	return restjson.Write(w, q.Call, http.StatusCreated, struct{}{})
}

func (q *request) blockIndex() (uint32, error) {
	text := q.parts[2]
	index, err := strconv.ParseInt(text, 10, 32)
	if err != nil || index < 0 {
		return 0, constraint(text, "blockIndex", "Member must have value greater than or equal to 0")
	}
	return uint32(index), nil
}

func (q *request) checkPutHeaders() error {
	h := q.http.Header
	if text := h.Get("x-amz-Progress"); text != "" {
		if n, err := strconv.Atoi(text); err != nil || n < 0 || n > 100 {
			return constraint(text, "progress", "Member must have value between 0 and 100")
		}
	}
	sum := h.Get("x-amz-Checksum")
	if raw, err := base64.StdEncoding.DecodeString(sum); err != nil || len(raw) != sha256.Size {
		return constraint(sum, "checksum", "Member must satisfy regular expression pattern: ^[A-Za-z0-9+/=]+$")
	}
	if algorithm := h.Get("x-amz-Checksum-Algorithm"); algorithm != sha256Name {
		return invalid("INVALID_PARAMETER_VALUE",
			"Unsupported Checksum Algorithm '%s', supported algorithms are SHA256", algorithm)
	}
	if length := h.Get("x-amz-Data-Length"); length != strconv.Itoa(blocks.Size) {
		return invalid("INVALID_BLOCK", "Block data length %s is not valid, expected %d", length, blocks.Size)
	}
	return nil
}

// checkBlock looks at the bytes; a wrong digest counts as a bad signature.
func (q *request) checkBlock() error {
	if len(q.body) != blocks.Size {
		return invalid("INVALID_PARAMETER_VALUE", "Failed to read block data")
	}
	if q.http.Header.Get("x-amz-Checksum") != base64.StdEncoding.EncodeToString(q.sum[:]) {
		e := wire.RefuseWith(http.StatusForbidden, "InvalidSignatureException",
			"The checksum of the block data does not match the one in the request.")
		e.Framework = true
		return e
	}
	return nil
}

// writable finds a snapshot of the caller that still takes blocks.
func (q *request) writable(id string) (snapshot.Record, error) {
	record, err := q.own(id)
	switch {
	case err != nil:
		return record, err
	case !record.Ready.IsZero():
		return record, invalid("INVALID_SNAPSHOT_ID", "Snapshot is already completed")
	case q.Snapshots.State(record).Status == snapshot.Failed:
		return record, noSnapshot(id)
	}
	return record, nil
}

// own finds a snapshot of the caller that was made by this API.
func (q *request) own(id string) (snapshot.Record, error) {
	record, err := q.Snapshots.Find(q.Region, id)
	if errors.Is(err, snapshot.ErrNotFound) || err == nil &&
		(record.Owner != q.caller() || !record.Direct || q.Hidden(q.Call, id, record.Started)) {
		return record, noSnapshot(id)
	}
	return record, err
}
