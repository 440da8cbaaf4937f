package ec2

import (
	"errors"
	"strings"

	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

const maxShares = 500

// modifySnapshotAttribute https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html
func modifySnapshotAttribute(r *request) (any, error) {
	id := r.Params["SnapshotId"]
	if err := r.need("SnapshotId"); err != nil {
		return nil, err
	}
	if err := checkSnapshotIDs(id); err != nil {
		return nil, err
	}
	c, err := readChange(r.Params, "CreateVolumePermission", "UserGroup")
	if err != nil {
		return nil, err
	}
	if err := checkShares(r.Params, c); err != nil {
		return nil, err
	}
	if err := r.permit(r.arn(snapshotType, id)); err != nil {
		return nil, err
	}
	record, err := r.ownSnapshot(id)
	if err != nil {
		return nil, err
	}
	if err := r.shareable(record, c); err != nil {
		return nil, err
	}
	err = r.Snapshots.Change(r.Region, id, func(s *snapshot.Record) error {
		shared := sharing{s.Shared, s.Public}.apply(c)
		s.Shared, s.Public = shared.users, shared.public
		return nil
	})
	if errors.Is(err, snapshot.ErrNotFound) {
		err = noSnapshot(id)
	}
	return done{true}, err
}

func checkShares(p query.Params, c change) error {
	switch {
	case p.HasAny("CreateVolumePermission.Add") && p.HasAny("CreateVolumePermission.Remove"):
		return wire.Refuse("InvalidParameterCombination", "Only one of add and remove can be specified.")
	case c.empty():
		return noAttributes()
	case len(c.add.users)+len(c.remove.users) > maxShares:
		return wire.Refuse("InvalidParameterValue", "At most %d items can be modified at once.", maxShares)
	}
	return nil
}

// shareable refuses what encryption and the account's settings forbid.
func (r *request) shareable(record snapshot.Record, c change) error {
	defaultKey := record.KMSKeyID == r.defaultKey()
	switch {
	case c.add.public && record.Encrypted:
		return wire.Refuse("OperationNotPermitted", "Encrypted snapshots cannot be shared publicly")
	case c.add.public && r.publicBlocked():
		return wire.Refuse("OperationNotPermitted",
			"You can’t publicly share this snapshot because block public access for snapshots is enabled for this account.")
	case len(c.add.users) > 0 && record.Encrypted && defaultKey:
		return wire.Refuse("OperationNotPermitted", "Encrypted snapshots with EBS default key cannot be shared")
	}
	return nil
}

type snapshotAttribute struct {
	ID          string                     `xml:"snapshotId"`
	Permissions *query.Set[permissionItem] `xml:"createVolumePermission"`
	Codes       *query.Set[string]         `xml:"productCodes"`
}

// describeSnapshotAttribute https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshotAttribute.html
func describeSnapshotAttribute(r *request) (any, error) {
	id, attribute := r.Params["SnapshotId"], r.Params["Attribute"]
	if err := r.need("SnapshotId", "Attribute"); err != nil {
		return nil, err
	}
	if err := checkSnapshotIDs(id); err != nil {
		return nil, err
	}
	if err := r.permit(r.arn(snapshotType, id)); err != nil {
		return nil, err
	}
	record, err := r.ownSnapshot(id)
	if err != nil {
		return nil, err
	}
	result := snapshotAttribute{ID: id}
	switch strings.ToLower(attribute) {
	case "createvolumepermission":
		items := sharing{record.Shared, record.Public}.items()
		result.Permissions = &items
	case "productcodes":
		result.Codes = &query.Set[string]{}
	default:
		return nil, wire.Refuse("InvalidRequest", "The request received was invalid.")
	}
	return result, nil
}
