package ebs

import (
	"cmp"
	"time"

	"github.com/amikit/amikit/localaws/awsid"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
)

const defaultTimeout = 60

func (q *request) newRecord(tx *store.Tx, in startInput) (snapshot.Record, error) {
	timeout := defaultTimeout
	if in.Timeout != nil {
		timeout = *in.Timeout
	}
	record := snapshot.Record{
		ID:          awsid.New("snap"),
		Region:      q.Region,
		Owner:       q.caller(),
		Description: in.Description,
		SizeGiB:     *in.VolumeSize,
		Started:     q.now,
		Timeout:     time.Duration(timeout) * time.Minute,
		Direct:      true,
		Token:       in.ClientToken,
		Request:     fingerprint(in),
	}
	record.Lineage = record.ID
	q.encrypt(&record, in)
	if err := q.continueParent(tx, &record, in.ParentSnapshotId); err != nil {
		return record, err
	}
	record.Layers = append(record.Layers, record.ID)
	return record, nil
}

func (q *request) encrypt(record *snapshot.Record, in startInput) {
	asked := in.Encrypted != nil && *in.Encrypted
	if asked || q.byDefault() && in.ParentSnapshotId == "" {
		record.Encrypted = true
		record.KMSKeyID = cmp.Or(in.KmsKeyArn,
			"arn:aws:kms:"+q.Region+":"+q.caller()+":key/00000000-0000-0000-0000-000000000ebs")
	}
}

func (q *request) byDefault() bool { return q.Service.Account.EncryptedByDefault(q.caller(), q.Region) }

// continueParent makes the record a child, where a parent is named.
func (q *request) continueParent(tx *store.Tx, record *snapshot.Record, id string) error {
	if id == "" {
		return nil
	}
	parent, found, err := snapshot.Table.Get(tx, store.Key(q.Region, id))
	if err != nil {
		return err
	}
	if !found || parent.Owner != q.caller() {
		return noSnapshot(id)
	}
	switch state := q.Snapshots.State(parent); {
	case state.Status == snapshot.Failed:
		return noSnapshot(id)
	case state.Status == snapshot.Pending:
		return invalid("INVALID_SNAPSHOT_ID", "Source snapshot (%s) is not complete.", id)
	case record.SizeGiB < parent.SizeGiB:
		return invalid("INVALID_VOLUME_SIZE", "Volume size %d is smaller than the parent's %d", record.SizeGiB, parent.SizeGiB)
	case q.byDefault() && !parent.Encrypted:
		return invalid("INVALID_PARAMETER_VALUE", "The parent snapshot is not encrypted, but encryption by default is enabled.")
	}
	record.Parent, record.Lineage = parent.ID, parent.Lineage
	record.Encrypted, record.KMSKeyID = parent.Encrypted, parent.KMSKeyID
	record.Layers = append(record.Layers, parent.Layers...)
	return nil
}
