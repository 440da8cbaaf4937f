package ami

import (
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/amikit/amikit/ami/internal/blocks"
	"github.com/amikit/amikit/ami/internal/index"
	"github.com/amikit/amikit/internal/lock"
)

// Folders below [Options].CacheDir.
const (
	indexDir   = "index"
	journalDir = "journal"
	// maxJournals is how many snapshots that are under way are remembered.
	maxJournals = 32
)

// indexes are the places where manifests are kept, the nearest first: the folder of
// this machine, and beside the disk's key what every machine finds.
func (r *run) indexes() []index.Store {
	var stores []index.Store
	if r.CacheDir != "" {
		stores = append(stores, index.Folder(filepath.Join(r.CacheDir, indexDir)))
	}
	if r.bucket != "" {
		folder := ""
		if dir := path.Dir(r.key); dir != "." {
			folder = dir + "/"
		}
		stores = append(stores, index.Bucket{Client: r.Services.S3, Name: r.bucket, Folder: folder})
	}
	return stores
}

// keepIndex keeps the disk's manifest for a later disk; loss is what happens without. It stands
// ahead of the snapshot, or of the VMDK: a run that is killed behind it loses nothing.
func (r *run) keepIndex(ctx context.Context, stage, loss string) {
	for _, store := range r.indexes() {
		if err := store.Put(ctx, r.disk.Manifest); err != nil && !errors.Is(err, lock.ErrBusy) && ctx.Err() == nil {
			r.warn(stage, "%s: the index of this one is not kept in %s: %v", loss, store, err)
		}
	}
}

// journal is the file that lists which blocks of a snapshot were sent; empty for none.
func (r *run) journal(id string) string {
	name := r.journalName(id)
	if name == "" {
		return ""
	}
	if dir := filepath.Dir(name); os.MkdirAll(dir, 0o700) == nil {
		_ = index.Prune(dir, maxJournals) // what is left is pruned by the next run
	}
	return name
}

func (r *run) journalName(id string) string {
	if r.CacheDir == "" {
		return ""
	}
	return filepath.Join(r.CacheDir, journalDir, filepath.Base(id))
}

// blockWorkers is how many blocks are under way for each part that would be: as
// many as a download, which has them in memory, fits into 64 MiB with the program.
const blockWorkers = 3

// firstDelay is the time before the first repetition of a call for a block.
const firstDelay = 100 * time.Millisecond

// pace is how hard the EBS direct APIs are pressed.
func (r *run) pace() blocks.Pace {
	return blocks.Pace{
		Most:     min(blockWorkers*r.Concurrency, blockConnections),
		Delay:    min(r.RetryDelay, firstDelay),
		Patience: patience(r.RetryDelay),
	}
}
