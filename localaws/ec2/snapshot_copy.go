package ec2

import (
	"errors"
	"strings"

	"github.com/amikit/amikit/localaws/awsid"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

const maxCopies = 20

type copiedSnapshot struct {
	ID   string             `xml:"snapshotId"`
	Tags query.Set[tagItem] `xml:"tagSet"`
}

// copySnapshot https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html
// There is no client token: a repeated call makes another copy.
func copySnapshot(r *request) (any, error) {
	tags, err := specified(r.Params, snapshotType)
	if err != nil {
		return nil, err
	}
	if err := r.checkCopy(); err != nil {
		return nil, err
	}
	if err := r.permitCreation(len(tags) > 0, r.arn(snapshotType, "*")); err != nil {
		return nil, err
	}
	if err := r.checkCopies(); err != nil {
		return nil, err
	}
	encrypted, key, err := r.encryption()
	if err != nil {
		return nil, err
	}
	record := r.snapshotCopy(r.Params["SourceRegion"], r.Params["SourceSnapshotId"], encrypted, key)
	record.Description = r.Params["Description"]
	err = r.Records.Update(func(tx *store.Tx) error {
		return errors.Join(r.putTags(tx, snapshotType, record.ID, tags[snapshotType]), snapshot.Table.Put(tx, record.Key(), record))
	})
	return copiedSnapshot{record.ID, tagSet(tags[snapshotType])}, err
}

func (r *request) checkCopy() error {
	if err := r.need("SourceRegion", "SourceSnapshotId"); err != nil {
		return err
	}
	if !awsid.Valid("snap", r.Params["SourceSnapshotId"]) {
		return wire.Refuse("InvalidParameterValue", "The specified snapshotId is invalid")
	}
	if region := r.Params["SourceRegion"]; !r.hasRegion(region) {
		return wire.Refuse("InvalidRegion", "The region '%s' does not exist.", region)
	}
	if key := r.Params["KmsKeyId"]; key != "" && !strings.Contains(key, "/") && len(key) < 36 {
		return wire.Refuse("InvalidParameterValue", "The specified keyId %s is invalid", key)
	}
	return r.checkMinutes()
}

// checkMinutes looks at the time that a time-based copy is to take.
func (r *request) checkMinutes() error {
	const step, most = 15, 2880
	minutes, ok, err := number(r.Params, "CompletionDurationMinutes")
	if err == nil && ok && (minutes < step || minutes > most || minutes%step != 0) {
		return invalidValue("completionDurationMinutes", r.Params["CompletionDurationMinutes"])
	}
	return err
}

// checkCopies counts the copies that are under way.
func (r *request) checkCopies() error {
	list, err := r.Snapshots.List(r.Region)
	if err != nil {
		return err
	}
	pending := 0
	for _, s := range list {
		if s.Owner == r.caller() && !s.Direct && r.now.Before(s.Ready) {
			pending++
		}
	}
	if pending >= maxCopies {
		return wire.Refuse("ResourceLimitExceeded", "Too many snapshot copies in progress. The limit is %d for this destination.", maxCopies)
	}
	return nil
}

// snapshotCopy is a snapshot with the data of another one. What is wrong with
// the source is not refused: the copy fails with it.
func (r *request) snapshotCopy(region, id string, encrypted bool, key string) snapshot.Record {
	record := snapshot.Record{
		ID:      awsid.New("snap"),
		Region:  r.Region,
		Owner:   r.caller(),
		Started: r.now,
		Ready:   r.now.Add(r.Clock.Durations().Snapshot),
	}
	record.Lineage = record.ID
	source, err := r.Snapshots.Find(region, id)
	switch {
	case err != nil || !source.VisibleTo(r.caller()):
		record.Failure = "Source snapshot is not found"
		return record
	case r.Snapshots.State(source).Status != snapshot.Completed:
		record.Failure = "Source snapshot is not complete"
		return record
	}
	record.SizeGiB, record.Layers, record.FullBlocks = source.SizeGiB, source.Layers, source.FullBlocks
	record.Encrypted, record.KMSKeyID = encrypted || source.Encrypted, key
	if record.Encrypted && key == "" {
		record.KMSKeyID = r.defaultKey()
	}
	return record
}
