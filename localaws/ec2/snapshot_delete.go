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
	return done{true}, r.removeSnapshot(id)
}

// removeSnapshot refuses while a registered image maps the snapshot.
func (r *request) removeSnapshot(id string) error {
	err := r.Snapshots.Delete(r.Region, id, func(tx *store.Tx, record snapshot.Record) error {
		if record.Owner != r.caller() {
			return noSnapshot(id)
		}
		images, err := r.imagesOf(tx, id)
		if err == nil && len(images) > 0 {
			err = inUse(id, images)
		}
		return errors.Join(err, tagTable.Delete(tx, r.tagKey(id)))
	})
	if errors.Is(err, snapshot.ErrNotFound) {
		return noSnapshot(id)
	}
	return err
}

const codeInUse = "InvalidSnapshot.InUse"

func inUse(id string, images []string) error {
	return wire.Refuse(codeInUse, "The snapshot %s is currently in use by %s", id, strings.Join(images, ", "))
}

// imagesOf are the registered images that map a snapshot, whatever the device.
func (r *request) imagesOf(tx *store.Tx, id string) ([]string, error) {
	images, err := imageTable.List(tx, r.Region+"/")
	var using []string
	for _, image := range images {
		if !image.Deregistered && slices.Contains(image.snapshotIDs(), id) {
			using = append(using, image.ID)
		}
	}
	return using, err
}
