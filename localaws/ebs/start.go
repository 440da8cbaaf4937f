package ebs

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"

	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/restjson"
)

// startSnapshot https://docs.aws.amazon.com/ebs/latest/APIReference/API_StartSnapshot.html
func startSnapshot(q *request, w http.ResponseWriter) error {
	var in startInput
	if err := json.Unmarshal(q.body, &in); err != nil {
		e := wire.Refuse("SerializationException", "%v", err)
		e.Framework = true
		return e
	}
	if err := in.check(); err != nil {
		return err
	}
	if err := q.permitStart(in); err != nil {
		return err
	}
	record, err := q.start(in)
	if err != nil {
		return err
	}
	return restjson.Write(w, q.Call, http.StatusCreated, startAnswer(record, in.Tags))
}

func (q *request) permitStart(in startInput) error {
	if err := q.permit(cmp.Or(in.ParentSnapshotId, "*")); err != nil {
		return err
	}
	if len(in.Tags) == 0 {
		return nil
	}
	return q.Gate.Permit(q.Call, "ec2:CreateTags", q.arn("*"))
}

// start makes the record, or finds the one of the same client token.
func (q *request) start(in startInput) (record snapshot.Record, err error) {
	err = q.Records.Update(func(tx *store.Tx) error {
		all, err := snapshot.Table.List(tx, q.Region+"/")
		if err != nil {
			return err
		}
		earlier, found, err := q.earlier(all, in)
		if found || err != nil {
			record = earlier
			return err
		}
		if err := q.checkPending(all); err != nil {
			return err
		}
		record, err = q.newRecord(tx, in)
		if err != nil {
			return err
		}
		if err := q.Tag(tx, q.Call, record.ID, tagMap(in.Tags)); err != nil {
			return err
		}
		return snapshot.Table.Put(tx, record.Key(), record)
	})
	return record, err
}

// earlier finds the snapshot that the client token has started before.
func (q *request) earlier(all []snapshot.Record, in startInput) (snapshot.Record, bool, error) {
	for _, record := range all {
		if in.ClientToken == "" || record.Token != in.ClientToken || record.Owner != q.caller() {
			continue
		}
		if record.Request != fingerprint(in) {
			return record, true, wire.RefuseWith(http.StatusConflict, "ConflictException",
				"Current request does not match request stored with this token.")
		}
		return record, true, nil
	}
	return snapshot.Record{}, false, nil
}

func (q *request) checkPending(all []snapshot.Record) error {
	pending := 0
	for _, record := range all {
		if record.Owner == q.caller() && record.Direct && q.Snapshots.State(record).Status == snapshot.Pending {
			pending++
		}
	}
	if pending >= maxPending {
		return wire.Refuse("ConcurrentLimitExceededException", "You have reached the limit of %d pending snapshots.", maxPending)
	}
	return nil
}

func fingerprint(in startInput) string {
	in.ClientToken = ""
	// A structure of texts and numbers always marshals.
	text, _ := json.Marshal(in)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
