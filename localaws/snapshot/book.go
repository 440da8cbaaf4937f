package snapshot

import (
	"errors"
	"slices"
	"time"

	"github.com/amikit/amikit/localaws/blocks"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/timing"
)

// ErrNotFound is the answer for a snapshot that is not in the region.
var ErrNotFound = errors.New("no such snapshot")

// Book is all snapshots with their data.
type Book struct {
	Records *store.Store
	Data    *blocks.Store
	Clock   *timing.Clock
}

// Find reads a snapshot's record; its error may be ErrNotFound.
func (b *Book) Find(region, id string) (record Record, err error) {
	err = b.Records.View(func(tx *store.Tx) error {
		record, err = find(tx, region, id)
		return err
	})
	return record, err
}

func find(tx *store.Tx, region, id string) (Record, error) {
	record, found, err := Table.Get(tx, store.Key(region, id))
	if err == nil && !found {
		err = ErrNotFound
	}
	return record, err
}

// List reads the snapshots of a region, those of the owners or of all accounts.
func (b *Book) List(region string, owners ...string) (list []Record, err error) {
	err = b.Records.View(func(tx *store.Tx) error {
		list, err = Table.List(tx, region+"/", store.HoldingAny("Owner", owners)...)
		return err
	})
	return list, err
}

// Some reads those of the snapshots that are in the region.
func (b *Book) Some(region string, ids []string) (list []Record, err error) {
	err = b.Records.View(func(tx *store.Tx) error {
		list, err = Table.Some(tx, region+"/", ids)
		return err
	})
	return list, err
}

// Put writes a snapshot's record.
func (b *Book) Put(record Record) error {
	return b.Records.Update(func(tx *store.Tx) error { return Table.Put(tx, record.Key(), record) })
}

// Change changes a snapshot's record; its error may be ErrNotFound, or change's.
func (b *Book) Change(region, id string, change func(*Record) error) error {
	return b.Records.Update(func(tx *store.Tx) error {
		record, err := find(tx, region, id)
		if err != nil {
			return err
		}
		if err := change(&record); err != nil {
			return err
		}
		return Table.Put(tx, record.Key(), record)
	})
}

// State is the snapshot's state now.
func (b *Book) State(r Record) State { return r.State(b.Clock.Now(), b.written(r)) }

func (b *Book) written(r Record) time.Time {
	if !r.Ready.IsZero() || len(r.Layers) == 0 {
		return r.Started
	}
	layer, err := b.Data.Layer(r.Layers[len(r.Layers)-1])
	if err != nil {
		return r.Started
	}
	return layer.Written()
}

// Readable is true once the EBS direct APIs list the snapshot, which may be
// some time after it is completed.
func (b *Book) Readable(r Record) bool {
	now := b.Clock.Now()
	return r.State(now, now).Status == Completed && !now.Before(r.Ready.Add(b.Clock.Durations().Readable))
}

// Chain opens the snapshot's data.
func (b *Book) Chain(r Record) (blocks.Chain, error) { return b.Data.Chain(r.Layers) }

// Delete removes a snapshot, and those of its layers that no other one needs,
// unless forget refuses; forget removes what hangs on the snapshot.
func (b *Book) Delete(region, id string, forget func(*store.Tx, Record) error) error {
	var unused []string
	err := b.Records.Update(func(tx *store.Tx) error {
		record, err := find(tx, region, id)
		if err != nil {
			return err
		}
		if err := forget(tx, record); err != nil {
			return err
		}
		if err := Table.Delete(tx, record.Key()); err != nil {
			return err
		}
		unused, err = unusedLayers(tx, record.Layers)
		return err
	})
	for _, layer := range unused {
		err = errors.Join(err, b.Data.Remove(layer))
	}
	return err
}

func unusedLayers(tx *store.Tx, layers []string) ([]string, error) {
	all, err := Table.List(tx, "")
	if err != nil {
		return nil, err
	}
	used := func(layer string) bool {
		return slices.ContainsFunc(all, func(r Record) bool { return slices.Contains(r.Layers, layer) })
	}
	return slices.DeleteFunc(slices.Clone(layers), used), nil
}
