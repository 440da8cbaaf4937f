package imports

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"

	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
)

// Reasons why an object cannot be imported.
var (
	ErrNoBucket    = errors.New("no such bucket")
	ErrNoKey       = errors.New("no such object")
	ErrOtherRegion = errors.New("the bucket is in another region")
)

// Object is a disk that lies in S3.
type Object struct {
	*os.File
	// Size is in bytes.
	Size int64
	// Owner is the account of the bucket.
	Owner string
}

// Importer runs the imports.
type Importer struct {
	Records   *store.Store
	Snapshots *snapshot.Book
	// Open opens an object; its error may be one of this package's.
	Open func(region, bucket, key string) (Object, error)
	// MayRead is true when the importing role may read the object.
	MayRead func(account, role, bucket, key string) bool
	// Failures are the imports that are to fail.
	Failures Failures

	ctx     context.Context
	cancel  context.CancelFunc
	workers sync.WaitGroup
}

// Start takes up the imports that were under way when the process ended.
func (i *Importer) Start(ctx context.Context) error {
	i.ctx, i.cancel = context.WithCancel(context.WithoutCancel(ctx))
	tasks, err := i.list("", nil)
	if err != nil {
		return err
	}
	for _, task := range tasks {
		if task.Ended.IsZero() {
			i.run(task)
		}
	}
	return nil
}

// Close interrupts the imports; the next Start takes them up again.
func (i *Importer) Close() {
	i.cancel()
	i.workers.Wait()
}

// Submit begins an import, unless its token has begun one before: then that
// one is the answer. What note writes is written with a new task.
func (i *Importer) Submit(task Task, note func(*store.Tx) error) (Task, error) {
	repeated := false
	err := i.Records.Update(func(tx *store.Tx) error {
		all, err := Table.List(tx, store.Key(task.Region, task.Owner, ""))
		if err != nil {
			return err
		}
		earlier, found, err := task.Earlier(all)
		if found || err != nil {
			task, repeated = earlier, true
			return err
		}
		task.Fated = i.Failures.take(task.Bucket, task.ObjectKey)
		return errors.Join(note(tx), Table.Put(tx, task.Key(), task))
	})
	if err == nil && !repeated {
		i.run(task)
	}
	return task, err
}

// List reads the tasks of an account in a region: those of the identifiers that are
// there, all where none is given.
func (i *Importer) List(region, owner string, ids ...string) ([]Task, error) {
	return i.list(store.Key(region, owner, ""), ids)
}

func (i *Importer) list(prefix string, ids []string) (list []Task, err error) {
	err = i.Records.View(func(tx *store.Tx) error {
		list, err = Table.Some(tx, prefix, ids)
		return err
	})
	return list, err
}

// State is the task's state now.
func (i *Importer) State(task Task) State {
	clock := i.Snapshots.Clock
	return task.State(clock.Now(), clock.Durations().Import)
}

// Cancel ends an account's task that is still active; ok is false for any other.
func (i *Importer) Cancel(region, owner, id string) (ok bool, err error) {
	err = i.Records.Update(func(tx *store.Tx) error {
		task, found, err := Table.Get(tx, store.Key(region, owner, id))
		if err != nil || !found || !task.Ended.IsZero() {
			return err
		}
		ok, task.Cancelled, task.Ended = true, true, i.Snapshots.Clock.Now()
		return Table.Put(tx, task.Key(), task)
	})
	return ok, err
}

func (i *Importer) run(task Task) {
	i.workers.Go(func() {
		if err := i.work(task); err != nil && !errors.Is(err, context.Canceled) {
			slog.Error("import", "task", task.ID, "error", err)
		}
	})
}
