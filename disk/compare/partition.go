package compare

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/amikit/amikit/disk"
)

// partitions pairs the partitions of both disks by their numbers.
func partitions(ctx context.Context, a, b side, blocks []uint32) ([]Partition, error) {
	old, now := byNumber(a.layout), byNumber(b.layout)
	numbers := maps.Clone(old)
	maps.Copy(numbers, now)
	var differ []Partition
	for _, number := range slices.Sorted(maps.Keys(numbers)) {
		was, hadOld := old[number]
		is, hasNew := now[number]
		p := Partition{Number: number, Name: is.Name, Change: Changed, Blocks: within(blocks, numbers[number])}
		switch {
		case !hasNew:
			p.Name, p.Change = was.Name, Removed
		case !hadOld:
			p.Change = Added
		default:
			if err := p.compare(ctx, a, b, was, is); err != nil {
				return nil, err
			}
			if len(p.Fields)+len(p.Files)+p.Blocks == 0 {
				continue
			}
		}
		differ = append(differ, p)
	}
	return differ, nil
}

func byNumber(l *disk.Layout) map[int]disk.Partition {
	parts := map[int]disk.Partition{}
	for _, p := range l.Partitions {
		parts[p.Number] = p
	}
	return parts
}

// compare looks at the files where the blocks differ, or lie elsewhere.
func (p *Partition) compare(ctx context.Context, a, b side, was, is disk.Partition) error {
	p.Fields = partitionFields(was, is)
	if p.Blocks == 0 && was.Start == is.Start && was.Size == is.Size {
		return nil
	}
	var err error
	p.Files, err = files(ctx, a, b, was, is)
	if err != nil && ctx.Err() == nil {
		p.Unread, err = reason(err), nil
	}
	return err
}

func reason(err error) string {
	if errors.Is(err, disk.ErrNoFilesystem) {
		return "its files cannot be read: it holds neither ext nor FAT"
	}
	return err.Error()
}

func partitionFields(a, b disk.Partition) []Field {
	return fields(
		Field{"name", a.Name, b.Name}, Field{"type", a.Type, b.Type}, Field{"GUID", a.GUID, b.GUID},
		Field{"start", fmt.Sprint(a.Start), fmt.Sprint(b.Start)}, Field{"size", fmt.Sprint(a.Size), fmt.Sprint(b.Size)},
		Field{"filesystem", a.Filesystem, b.Filesystem}, Field{"label", a.Label, b.Label}, Field{"UUID", a.UUID, b.UUID},
	)
}
