package ami

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/amikit/amikit/ami/internal/blocks"
)

// Downloaded is what [Download] read.
type Downloaded struct {
	// SnapshotID is the snapshot that was read, File where it lies.
	SnapshotID string `json:"snapshotID"`
	File       string `json:"file"`
	// Size is the disk's length in bytes.
	Size int64 `json:"size"`
	// Blocks is how many blocks of 512 KiB this run read.
	Blocks int64 `json:"blocks"`
}

// Download reads a snapshot of the own account into a new sparse file by the EBS
// direct APIs. Every block is checked. A download that was stopped goes on where
// it ended. The file is as long as the tag [TagSize] says, else as the volume.
func Download(ctx context.Context, id, file string, o Options) (*Downloaded, error) {
	o = o.withDefaults(file)
	r := newRun(target{region: o.Region}, o)
	size, err := r.sizeOfSnapshot(ctx, id)
	if err != nil {
		return nil, err
	}
	d := &blocks.Download{
		Reader: o.Services.EBS, SnapshotID: id, Size: size, Pace: r.pace(),
		OnProgress: func(done int64) {
			r.Reporter.Report(Event{Kind: Progress, Stage: "download", Done: done, Total: max(size, done)})
		},
	}
	read, err := d.ToFile(ctx, file)
	if err != nil {
		return nil, err
	}
	return &Downloaded{SnapshotID: id, File: file, Size: size, Blocks: read}, nil
}

func (r *run) sizeOfSnapshot(ctx context.Context, id string) (int64, error) {
	listed, err := r.describeSnapshots(ctx, &ec2.DescribeSnapshotsInput{OwnerIds: []string{"self"}, SnapshotIds: []string{id}})
	if err == nil && len(listed) == 0 {
		err = errors.New("it is not your own")
	}
	if err != nil {
		return 0, fmt.Errorf("look at snapshot %s in %s: %w", id, r.region, err)
	}
	if err := checkCompleted(listed[0]); err != nil {
		return 0, err
	}
	if size, err := strconv.ParseInt(fromTags(listed[0].Tags)[TagSize], 10, 64); err == nil {
		return size, nil
	}
	return int64(aws.ToInt32(listed[0].VolumeSize)) * gib, nil
}
