package ec2

import (
	"errors"

	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

type deletedSnapshot struct {
	ID     string `xml:"snapshotId"`
	Result string `xml:"returnCode"`
}

type deregistered struct {
	Return    bool                       `xml:"return"`
	Snapshots query.Set[deletedSnapshot] `xml:"deleteSnapshotResultSet"`
}

// deregisterImage https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html
func deregisterImage(r *request) (any, error) {
	id, err := r.namedImage()
	if err != nil {
		return nil, err
	}
	if err := r.permit(r.arn(imageType, id)); err != nil {
		return nil, err
	}
	var gone image
	err = r.changeImage(id, func(i *image) error {
		if i.protected(r.now) {
			return wire.Refuse("OperationNotPermitted",
				"The image '%s' cannot be deregistered because deregistration protection is enabled.", id)
		}
		i.Deregistered, i.DeregisteredAt = true, r.now
		gone = *i
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = r.Records.Update(func(tx *store.Tx) error { return tagTable.Delete(tx, r.tagKey(id)) })
	result := deregistered{Return: true}
	if err == nil && r.Flag("DeleteAssociatedSnapshots") {
		result.Snapshots.Items = r.deleteSnapshotsOf(gone)
	}
	return result, err
}

// deleteSnapshotsOf reports for each snapshot; the call succeeds whatever it
// says.
func (r *request) deleteSnapshotsOf(gone image) (items []deletedSnapshot) {
	for _, id := range gone.snapshotIDs() {
		items = append(items, deletedSnapshot{id, r.deleteSnapshotOfImage(id)})
	}
	return items
}

func (r *request) deleteSnapshotOfImage(id string) string {
	if err := r.Gate.Permit(r.Call, "ec2:DeleteSnapshot", r.arn(snapshotType, id)); err != nil {
		return "missing-permissions"
	}
	err := r.removeSnapshot(id)
	var refusal *wire.Error
	switch {
	case err == nil:
		return "success"
	case !errors.As(err, &refusal):
		return "internal-error"
	case refusal.Code == codeInUse:
		return "skipped"
	}
	return "client-error"
}

// namedImage reads the parameter ImageId.
func (r *request) namedImage() (string, error) {
	if err := r.need("ImageId"); err != nil {
		return "", err
	}
	id := r.Params["ImageId"]
	return id, checkImageIDs(id)
}

// ownImage finds an image that the caller may change.
func (r *request) ownImage(tx *store.Tx, id string) (image, error) {
	i, found, err := imageTable.Get(tx, store.Key(r.Region, id))
	switch {
	case err != nil:
		return i, err
	case !found:
		return i, noImage(id)
	case i.Owner != r.caller():
		return i, wire.Refuse("AuthFailure", "Not authorized for image:%s", id)
	case i.Deregistered:
		return i, wire.Refuse("InvalidAMIID.Unavailable", "The image ID '%s' is no longer available", id)
	}
	return i, nil
}

// changeImage changes an image of the caller.
func (r *request) changeImage(id string, change func(*image) error) error {
	return r.Records.Update(func(tx *store.Tx) error {
		i, err := r.ownImage(tx, id)
		if err != nil {
			return err
		}
		if err := change(&i); err != nil {
			return err
		}
		return imageTable.Put(tx, i.key(), i)
	})
}
