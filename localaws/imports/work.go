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
	size, failure := i.convert(task)
	err := i.Snapshots.Clock.Wait(i.ctx, func(d timing.Durations) time.Time { return task.Started.Add(d.Import) })
	if err != nil {
		return err
	}
	return i.finish(task, size, cmp.Or(task.Fated, failure))
}

// convert makes the data of the snapshot; it returns why it could not.
func (i *Importer) convert(task Task) (size int64, failure string) {
	object, err := i.Open(task.Region, task.Bucket, task.ObjectKey)
	if err != nil {
		return 0, notFound
	}
	defer func() { _ = object.Close() }()
	if !i.MayRead(task.Owner, task.Role, task.Bucket, task.ObjectKey) || object.Owner != task.Owner {
		return object.Size, forbidden
	}
	if !raw(object, task.Format) {
		return object.Size, badFormat
	}
	if err := i.copy(task, object); err != nil {
		return object.Size, internal
	}
	return object.Size, ""
}

// copy begins anew when an earlier process did not come to the end.
func (i *Importer) copy(task Task, object Object) error {
	if err := i.Snapshots.Data.Remove(task.SnapshotID); err != nil {
		return err
	}
	layer, err := i.Snapshots.Data.Layer(task.SnapshotID)
	if err != nil {
		return err
	}
	return blocks.CopyDisk(layer, object.File, object.Size, i.Snapshots.Clock.Now)
}

// finish shows the snapshot and the end of the task in one step.
func (i *Importer) finish(task Task, size int64, failure string) error {
	keep := false
	err := i.Records.Update(func(tx *store.Tx) error {
		now, found, err := Table.Get(tx, task.Key())
		if err != nil || !found || !now.Ended.IsZero() {
			return err
		}
		now.Ended, now.Failure, now.Size = i.Snapshots.Clock.Now(), failure, size
		if failure == "" {
			keep = true
			record := imported(now)
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
func imported(task Task) snapshot.Record {
	return snapshot.Record{
		ID:          task.SnapshotID,
		Region:      task.Region,
		Owner:       task.Owner,
		Description: fmt.Sprintf("Created by AWS-VMImport service for %s", task.ID),
		SizeGiB:     int((task.Size + gibibyte - 1) / gibibyte),
		Encrypted:   task.Encrypted,
		KMSKeyID:    task.KMSKeyID,
		Started:     task.Started,
		Ready:       task.Ended,
		Lineage:     task.SnapshotID,
		Layers:      []string{task.SnapshotID},
	}
}
