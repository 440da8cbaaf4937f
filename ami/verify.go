package ami

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/blocks"
	"github.com/amikit/amikit/disk"
)

// Verification is what [Verify] compared.
type Verification struct {
	// ImageID is the image; empty where a snapshot was named.
	ImageID string `json:"imageID,omitempty"`
	// SnapshotID is the snapshot that was read.
	SnapshotID string `json:"snapshotID"`
	// Digest is the disk that it was compared with.
	Digest string `json:"digest"`
	// Blocks is how many blocks were read; the others are zeroes.
	Blocks int64 `json:"blocks"`
}

// Verify reads every block of an image's root snapshot, or of a snapshot, and
// compares it with the disk, and every attribute of the image with the options and
// what the disk makes of those that are not given. A difference is a [*MismatchError].
func Verify(ctx context.Context, id string, d Disk, o Options) (*Verification, error) {
	o = o.withDefaults(d.File)
	r := newRun(target{disk: d, name: o.Name, region: o.Region}, o)
	v := &Verification{SnapshotID: id, Digest: d.Digest.String()}
	found := &MismatchError{ID: id}
	if strings.HasPrefix(id, "ami-") {
		i, err := r.imageToVerify(ctx, id)
		if err != nil {
			return nil, err
		}
		v.ImageID, v.SnapshotID = id, i.rootSnapshot
		if found.Settings, err = r.verifyAttributes(ctx, i); err != nil {
			return nil, err
		}
	}
	if err := r.checkReadable(ctx, v.SnapshotID); err != nil {
		return nil, err
	}
	var err error
	found.Blocks, v.Blocks, err = blocks.Compare(ctx, o.Services.EBS, v.SnapshotID, d.Manifest, r.pace(), r.verified)
	if err != nil {
		return nil, err
	}
	if len(found.Blocks)+len(found.Settings) > 0 {
		return nil, found
	}
	return v, nil
}

// checkReadable refuses a snapshot that is not there, or not complete, at once: to
// the EBS direct APIs it is like a new one, for which they are asked again and again.
func (r *run) checkReadable(ctx context.Context, id string) error {
	listed, err := r.describeSnapshots(ctx, &ec2.DescribeSnapshotsInput{SnapshotIds: []string{id}})
	switch {
	case awserr.Denied(err):
		return nil // to look is not needed to read
	case err != nil:
		return fmt.Errorf("look at snapshot %s in %s: %w", id, r.region, err)
	case len(listed) == 0:
		return fmt.Errorf("snapshot %s is not in %s; name a snapshot of the region", id, r.region)
	}
	return checkCompleted(listed[0])
}

// checkCompleted refuses a snapshot that holds no disk, or not the whole one yet.
func checkCompleted(s types.Snapshot) error {
	switch id := aws.ToString(s.SnapshotId); s.State {
	case types.SnapshotStatePending:
		return fmt.Errorf("snapshot %s is pending: run again when it is completed", id)
	case types.SnapshotStateError:
		return fmt.Errorf("snapshot %s is in state error: %s; name another one", id, reason(aws.ToString(s.StateMessage)))
	}
	return nil
}

func (r *run) imageToVerify(ctx context.Context, id string) (*image, error) {
	i, err := r.imageByID(ctx, id)
	if err == nil && i == nil {
		err = fmt.Errorf("image %s is not in %s, or is not your own", id, r.region)
	}
	return i, err
}

// verifyAttributes compares the image with the settings of this run, and with what
// the disk makes of those that are not given.
func (r *run) verifyAttributes(ctx context.Context, i *image) ([]string, error) {
	c, err := decide(r.disk, r.Options)
	if err != nil {
		return nil, err
	}
	r.attributes = c.attributes
	differences, err := r.uefiDifferences(ctx, i)
	return append(r.differences(i.attributes), differences...), err
}

func (r *run) verified(done int64) {
	r.Reporter.Report(Event{Kind: Progress, Stage: "verify", Done: done * disk.BlockSize, Total: max(done, int64(len(r.disk.Manifest.Blocks))) * disk.BlockSize})
}
