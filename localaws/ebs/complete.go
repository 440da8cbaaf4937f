package ebs

import (
	"encoding/base64"
	"net/http"
	"strconv"

	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/wire/restjson"
)

type completeOutput struct {
	Status snapshot.Status
}

// completeSnapshot https://docs.aws.amazon.com/ebs/latest/APIReference/API_CompleteSnapshot.html
// A wrong count or aggregate is not refused: the snapshot fails later.
func completeSnapshot(q *request, w http.ResponseWriter) error {
	id := q.parts[1]
	count, err := strconv.Atoi(q.http.Header.Get("x-amz-ChangedBlocksCount"))
	if err != nil || count < 0 {
		return constraint(q.http.Header.Get("x-amz-ChangedBlocksCount"), "changedBlocksCount",
			"Member must have value greater than or equal to 0")
	}
	sum, err := q.aggregate()
	if err != nil {
		return err
	}
	if err := q.permit(id); err != nil {
		return err
	}
	record, err := q.own(id)
	if err != nil {
		return err
	}
	if record.Ready.IsZero() {
		if record, err = q.complete(record, count, sum); err != nil {
			return err
		}
	}
	return restjson.Write(w, q.Call, http.StatusAccepted, completeOutput{q.Snapshots.State(record).Status})
}

// aggregate reads the three headers that come together or not at all.
func (q *request) aggregate() (string, error) {
	h := q.http.Header
	sum, algorithm, method := h.Get("x-amz-Checksum"), h.Get("x-amz-Checksum-Algorithm"), h.Get("x-amz-Checksum-Aggregation-Method")
	given := 0
	for _, text := range []string{sum, algorithm, method} {
		if text != "" {
			given++
		}
	}
	switch {
	case given == 0:
		return "", nil
	case given < 3:
		return "", invalid("INVALID_PARAMETER_VALUE",
			"Checksum, ChecksumAlgorithm and ChecksumAggregationMethod must be specified together")
	case algorithm != sha256Name:
		return "", invalid("INVALID_PARAMETER_VALUE",
			"Unsupported Checksum Algorithm '%s', supported algorithms are SHA256", algorithm)
	case method != "LINEAR":
		return "", invalid("INVALID_PARAMETER_VALUE", "Unsupported Checksum Aggregation Method '%s'", method)
	}
	return sum, nil
}

func (q *request) complete(record snapshot.Record, count int, sum string) (snapshot.Record, error) {
	chain, err := q.Snapshots.Chain(record)
	if err != nil {
		return record, err
	}
	layer := chain[len(chain)-1]
	actual := layer.Aggregate()
	durations := q.Clock.Durations()
	err = q.Snapshots.Change(q.Region, record.ID, func(r *snapshot.Record) error {
		if !r.Ready.IsZero() {
			record = *r
			return nil
		}
		r.Ready, r.FullBlocks = q.now.Add(durations.Snapshot), len(chain.Indexes())
		switch {
		case len(layer.Indexes()) != count:
			r.Ready, r.WrongCount = q.now.Add(durations.WrongCount), true
			r.Failure = "Changed blocks count mismatch for snapshot"
		case sum != "" && sum != base64.StdEncoding.EncodeToString(actual[:]):
			r.Failure = "Checksum mismatch for snapshot"
		}
		record = *r
		return nil
	})
	return record, err
}
