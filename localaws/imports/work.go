package imports

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/amikit/amikit/localaws/blocks"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/timing"
)

const (
	forbidden = "ClientError: Disk validation failed [We do not have access to the given resource. Reason 403 Forbidden]"
	notFound  = "ClientError: Disk validation failed [We do not have access to the given resource. Reason 404 Not Found]"
	badFormat = "ClientError: Disk validation failed [Unsupported specified file format]"
	internal  = "ServerError: an internal error has occurred during conversion."
)

// work converts at once, so that the time an import seems to take does not
// depend on the disk, and then waits for that time.
func (i *Importer) work(task Task) error {
	disk := i.convert(task)
	err := i.Snapshots.Clock.Wait(i.ctx, func(d timing.Durations) time.Time { return task.Started.Add(d.Import) })
	if err != nil {
		return err
	}
	disk.failure = cmp.Or(task.Fated, disk.failure)
	return i.finish(task, disk)
}

// converted is what became of a disk.
type converted struct {
	// size is the object's and capacity the disk's, in bytes.
	size, capacity int64
	// blocks is how many hold data.
	blocks int
	// failure is why there is no data; empty is success.
	failure string
}

// convert makes the data of the snapshot.
func (i *Importer) convert(task Task) converted {
	object, err := i.Open(task.Region, task.Bucket, task.ObjectKey)
	if err != nil {
		return converted{failure: notFound}
	}
	defer func() { _ = object.Close() }()
	if !i.MayRead(task.Owner, task.Role, task.Bucket, task.ObjectKey) || object.Owner != task.Owner {
		return converted{size: object.Size, failure: forbidden}
	}
	convert := i.converter(object, task.Format)
	if convert == nil {
		return converted{size: object.Size, failure: badFormat}
	}
	layer, err := i.emptyLayer(task.SnapshotID)
	if err != nil {
		return converted{size: object.Size, failure: internal}
	}
	capacity, err := convert(layer, object)
	switch {
	case errors.Is(err, errBadDisk):
		return converted{size: object.Size, failure: badFormat}
	case err != nil:
		return converted{size: object.Size, failure: internal}
	}
	return converted{size: object.Size, capacity: capacity, blocks: len(layer.Indexes())}
}

// emptyLayer begins anew when an earlier process did not come to the end.
func (i *Importer) emptyLayer(id string) (*blocks.Layer, error) {
	if err := i.Snapshots.Data.Remove(id); err != nil {
		return nil, err
	}
	return i.Snapshots.Data.Layer(id)
}

// finish shows the snapshot and the end of the task in one step.
func (i *Importer) finish(task Task, disk converted) error {
	keep := false
	err := i.Records.Update(func(tx *store.Tx) error {
		now, found, err := Table.Get(tx, task.Key())
		if err != nil || !found || !now.Ended.IsZero() {
			return err
		}
		now.Ended, now.Failure, now.Size = i.Snapshots.Clock.Now(), disk.failure, disk.size
		if disk.failure == "" {
			keep = true
			record := imported(now, disk)
			err = snapshot.Table.Put(tx, record.Key(), record)
		}
		return errors.Join(err, Table.Put(tx, now.Key(), now))
	})
	if err != nil || keep {
		return err
	}
	return i.Snapshots.Data.Remove(task.SnapshotID)
}

const gibibyte = 1 << 30

// imported is the snapshot of a finished task: it has no tags, whatever the
// task has.
func imported(task Task, disk converted) snapshot.Record {
	return snapshot.Record{
		ID:          task.SnapshotID,
		Region:      task.Region,
		Owner:       task.Owner,
		Description: fmt.Sprintf("Created by AWS-VMImport service for %s", task.ID),
		SizeGiB:     int((disk.capacity + gibibyte - 1) / gibibyte),
		Encrypted:   task.Encrypted,
		KMSKeyID:    task.KMSKeyID,
		Started:     task.Started,
		Ready:       task.Ended,
		Lineage:     task.SnapshotID,
		Layers:      []string{task.SnapshotID},
		FullBlocks:  disk.blocks,
	}
}
