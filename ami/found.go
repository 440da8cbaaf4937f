package ami

import (
	"maps"
	"slices"
	"time"

	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/disk"
)

// found is what a look at AWS has seen. A stage is looked at only while no later
// one decides, so nil means "not there or not needed".
type found struct {
	image    *image
	snapshot *snapshot
	task     *task
	object   *object
	// parent is the one for a snapshot that is not started yet; only [ByEBS] looks.
	parent *parent
}

// image is an image of the own account that has the wanted name.
type image struct {
	id, state, reason string
	name              string
	rootSnapshot      string
	attributes
}

// snapshot is a snapshot of the own account that belongs to the wanted disk.
type snapshot struct {
	id, state, message string
	// tagged says that it carries its digest already.
	tagged bool
	// rejected says that it was found to be none of a disk.
	rejected bool
	// parent is what it was started on; nil for nothing.
	parent *parent
}

// task is an import task of the wanted disk that is running or has a snapshot.
type task struct {
	id, status, progress, message, snapshotID string
	// format is what the imported object was, in capitals.
	format string
	// object is the [object.state] of the imported object; empty where the task does not say it.
	object string
}

// object is what the key holds.
type object struct {
	size      int64
	crc       string // full-object CRC64NVME in base64; empty where S3 has none
	etag      string
	versionID string
	modified  time.Time
	metadata  map[string]string
	// manifest is that of the disk in a VMDK of the same inputs, where it is known.
	manifest *disk.Manifest
	// wrong says that AWS was seen to make another disk of it.
	wrong bool
}

// state is another one for an object that was written again, maybe with the same
// content. It fits into a tag.
func (o *object) state() string {
	return canonical("amikit-object-v1", "etag", o.etag, "version", o.versionID, "modified", o.modified.UTC().Format(time.RFC3339)).String()
}

// isRewritten reports whether the object was written again since the task started.
func (o *object) isRewritten(since *task) bool {
	return since.object != "" && since.object != o.state()
}

// is reports whether the object is the disk: only by size and checksum of the
// whole, never by what its metadata claims.
func (o *object) is(d Disk) bool {
	return o.size == d.Source.Size() && o.crc == d.CRC64NVME.String()
}

// claims reports which disk the object is by its metadata, where size and
// checksum bear out that the metadata describes this content.
func (o *object) claims() (disk.CRC64NVME, digest.Digest, bool) {
	described := o.metadata[metaDisk] != "" && o.crc != "" && o.metadata[metaCRC] == o.crc && o.metadata[metaSize] == formatSize(o.size)
	if !described {
		return 0, "", false
	}
	var crc disk.CRC64NVME
	claimed, err := digest.Parse(o.metadata[metaDisk])
	if err != nil || crc.UnmarshalText([]byte(o.crc)) != nil {
		return 0, "", false
	}
	return crc, claimed, true
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
