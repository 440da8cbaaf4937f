package ec2

import (
	"strings"

	"github.com/amikit/amikit/localaws/imports"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
)

func resourceType(id string) string {
	switch {
	case strings.HasPrefix(id, "import-snap-"):
		return "import-snapshot-task"
	case strings.HasPrefix(id, "snap-"):
		return "snapshot"
	case strings.HasPrefix(id, "ami-"):
		return "image"
	}
	return ""
}

// findTaggable refuses with the code of each kind of resource.
func (r *request) findTaggable(tx *store.Tx, id string) error {
	key := store.Key(r.Region, id)
	switch resourceType(id) {
	case "snapshot":
		record, found, err := snapshot.Table.Get(tx, key)
		return r.taggable(found && record.VisibleTo(r.caller()), err, noSnapshot(id))
	case "image":
		image, found, err := imageTable.Get(tx, key)
		return r.taggable(found && image.visibleTo(r.caller()), err, noImage(id))
	case "import-snapshot-task":
		_, found, err := imports.Table.Get(tx, store.Key(r.Region, r.caller(), id))
		return r.taggable(found, err, invalidID(id))
	}
	return invalidID(id)
}

func (r *request) taggable(found bool, err, missing error) error {
	if err == nil && !found {
		return missing
	}
	return err
}

func invalidID(id string) error { return wire.Refuse("InvalidID", "The ID '%s' is not valid", id) }
