package ec2

import (
	"errors"
	"slices"
	"strings"

	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
)

// ownSnapshot finds a snapshot of the caller; one of another account is as
// good as none.
func (r *request) ownSnapshot(id string) (snapshot.Record, error) {
	record, err := r.Snapshots.Find(r.Region, id)
	if errors.Is(err, snapshot.ErrNotFound) || err == nil && record.Owner != r.caller() {
		return record, noSnapshot(id)
	}
	return record, err
}

// deleteSnapshot https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshot.html
func deleteSnapshot(r *request) (any, error) {
	id := r.Params["SnapshotId"]
	if err := r.need("SnapshotId"); err != nil {
		return nil, err
	}
	if err := checkSnapshotIDs(id); err != nil {
		return nil, err
	}
	if err := r.permit(r.arn(snapshotType, id)); err != nil {
		return nil, err
	}
	if _, err := r.ownSnapshot(id); err != nil {
		return nil, err
	}
	images, err := r.imagesOf(id)
	if err != nil {
		return nil, err
	}
	if len(images) > 0 {
		return nil, wire.Refuse("InvalidSnapshot.InUse",
			"The snapshot %s is currently in use by %s", id, strings.Join(images, ", "))
	}
	return done{true}, r.removeSnapshot(id)
}

func (r *request) removeSnapshot(id string) error {
	if err := r.Snapshots.Delete(r.Region, id); err != nil {
		return err
	}
	return r.Records.Update(func(tx *store.Tx) error { return tagTable.Delete(tx, r.tagKey(id)) })
}

// imagesOf are the registered images that map a snapshot, whatever the device.
func (r *request) imagesOf(id string) ([]string, error) {
	images, err := r.images()
	if err != nil {
		return nil, err
	}
	var using []string
	for _, image := range images {
		if !image.Deregistered && slices.Contains(image.snapshotIDs(), id) {
			using = append(using, image.ID)
		}
	}
	return using, nil
}
