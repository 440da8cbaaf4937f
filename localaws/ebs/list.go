package ebs

import (
	"errors"
	"net/http"

	"github.com/amikit/amikit/localaws/blocks"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/wire/restjson"
)

type block struct {
	BlockIndex uint32
	BlockToken string
}

type listOutput struct {
	Blocks     []block
	ExpiryTime restjson.EpochSeconds
	VolumeSize int
	BlockSize  int
	NextToken  *string
}

// listBlocks https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListSnapshotBlocks.html
func listBlocks(q *request, w http.ResponseWriter) error {
	id := q.parts[0]
	record, chain, err := q.readable(id)
	if err != nil {
		return err
	}
	part, next, err := q.page(id, chain.Indexes())
	if err != nil {
		return err
	}
	out := listOutput{
		Blocks:     []block{},
		ExpiryTime: q.expiry(len(part)),
		VolumeSize: record.SizeGiB,
		BlockSize:  blocks.Size,
		NextToken:  next,
	}
	for _, index := range part {
		out.Blocks = append(out.Blocks, block{index, q.blockToken(id, index)})
	}
	return restjson.Write(w, q.Call, http.StatusOK, out)
}

// expiry of an empty list is now.
func (q *request) expiry(tokens int) restjson.EpochSeconds {
	if tokens == 0 {
		return restjson.EpochSeconds(q.now)
	}
	return restjson.EpochSeconds(q.now.Add(blockTokenLife))
}

// readable finds a snapshot that the caller may read: completed, and his own or
// shared with him by name, for public ones cannot be read.
func (q *request) readable(id string) (snapshot.Record, blocks.Chain, error) {
	if err := q.permit(id); err != nil {
		return snapshot.Record{}, nil, err
	}
	record, err := q.Snapshots.Find(q.Region, id)
	if errors.Is(err, snapshot.ErrNotFound) || err == nil && !q.mayRead(record) {
		return record, nil, noSnapshot(id)
	}
	if err != nil {
		return record, nil, err
	}
	chain, err := q.Snapshots.Chain(record)
	return record, chain, err
}

func (q *request) mayRead(record snapshot.Record) bool {
	named := record
	named.Public = false
	return named.VisibleTo(q.caller()) && q.Snapshots.Readable(record) && !q.Hidden(q.Call, record.ID, record.Ready)
}
