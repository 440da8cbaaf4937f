package compare

import (
	"context"

	"github.com/amikit/amikit/disk"
)

// inside compares the files in a file that is a filesystem's image on both disks.
func (c comparer) inside(ctx context.Context, f *File, a, b *disk.FileEntry) error {
	if c.depth == maxDepth {
		return nil
	}
	old, err := disk.OpenFilesystem(a.Content(), disk.Partition{Size: a.Size})
	if err != nil {
		return nil // no image, so that its content says all
	}
	now, err := disk.OpenFilesystem(b.Content(), disk.Partition{Size: b.Size})
	if err != nil {
		return nil
	}
	f.Fields = append(f.Fields, fields(Field{"label", old.Label, now.Label}, Field{"UUID", old.UUID, now.UUID})...)
	f.Inside, err = comparer{old: old, now: now, depth: c.depth + 1}.files(ctx)
	if err != nil && ctx.Err() == nil {
		f.Unread, err = err.Error(), nil
	}
	return err
}
