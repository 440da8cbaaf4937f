package ec2

import (
	"strings"

	"github.com/amikit/amikit/localaws/awsid"
	"github.com/amikit/amikit/localaws/wire"
)

// checkSnapshotIDs refuses identifiers that no snapshot can have.
func checkSnapshotIDs(ids ...string) error {
	for _, id := range ids {
		if strings.ToLower(id) != id || !strings.HasPrefix(id, "snap-") {
			return wire.Refuse("InvalidParameterValue",
				"Value (%s) for parameter snapshotId is invalid. Expected: 'snap-...'.", id)
		}
		if !awsid.Valid("snap", id) {
			return wire.Refuse("InvalidSnapshotID.Malformed", "Invalid id: \"%s\"", id)
		}
	}
	return nil
}

// checkImageIDs refuses identifiers that no image can have.
func checkImageIDs(ids ...string) error {
	for _, id := range ids {
		if !awsid.Valid("ami", id) {
			return wire.Refuse("InvalidAMIID.Malformed", "Invalid id: \"%s\"", id)
		}
	}
	return nil
}

func noSnapshot(id string) error {
	return wire.Refuse("InvalidSnapshot.NotFound", "The snapshot '%s' does not exist.", id)
}

func noImage(id string) error {
	return wire.Refuse("InvalidAMIID.NotFound", "The image id '[%s]' does not exist", id)
}
