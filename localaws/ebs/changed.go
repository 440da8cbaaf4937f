package ebs

import (
	"net/http"
	"slices"

	"github.com/amikit/amikit/localaws/blocks"
	"github.com/amikit/amikit/localaws/wire/restjson"
)

type changedBlock struct {
	BlockIndex       uint32
	FirstBlockToken  string `json:",omitempty"`
	SecondBlockToken string `json:",omitempty"`
}

type changedOutput struct {
	ChangedBlocks []changedBlock
	ExpiryTime    restjson.EpochSeconds
	VolumeSize    int
	BlockSize     int
	NextToken     *string
}

// listChanged https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListChangedBlocks.html
func listChanged(q *request, w http.ResponseWriter) error {
	second, first := q.parts[0], q.http.URL.Query().Get("firstSnapshotId")
	if first == "" {
		return invalid("INVALID_SNAPSHOT_ID", "First snapshot should not be empty or null")
	}
	old, oldChain, err := q.readable(first)
	if err != nil {
		return err
	}
	record, chain, err := q.readable(second)
	if err != nil {
		return err
	}
	if old.Lineage != record.Lineage {
		return invalid("UNRELATED_SNAPSHOTS", "The specified snapshots are unrelated.")
	}
	part, next, err := q.page(first+"/"+second, changed(oldChain, chain))
	if err != nil {
		return err
	}
	out := changedOutput{
		ChangedBlocks: []changedBlock{},
		ExpiryTime:    q.expiry(len(part)),
		VolumeSize:    record.SizeGiB,
		BlockSize:     blocks.Size,
		NextToken:     next,
	}
	for _, index := range part {
		item := changedBlock{BlockIndex: index}
		if _, ok := oldChain.Writer(index); ok {
			item.FirstBlockToken = q.blockToken(first, index)
		}
		if _, ok := chain.Writer(index); ok {
			item.SecondBlockToken = q.blockToken(second, index)
		}
		out.ChangedBlocks = append(out.ChangedBlocks, item)
	}
	return restjson.Write(w, q.Call, http.StatusOK, out)
}

// changed goes by who wrote a block and not by what is in it: a block that was
// written again with the same bytes has changed.
func changed(first, second blocks.Chain) []uint32 {
	all := append(first.Indexes(), second.Indexes()...)
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(index uint32) bool {
		before, had := first.Writer(index)
		after, has := second.Writer(index)
		return had == has && before.ID == after.ID
	})
}
