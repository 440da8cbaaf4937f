package ami

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/awserr"
)

func (r *run) taggedSnapshots(ctx context.Context) ([]types.Snapshot, error) {
	listed, err := r.describeSnapshots(ctx, &ec2.DescribeSnapshotsInput{
		OwnerIds: []string{"self"},
		Filters:  []types.Filter{{Name: aws.String("tag-key"), Values: []string{TagSnapshot, TagRejected}}},
	})
	if err != nil {
		return nil, fmt.Errorf("look for snapshots in %s: %w", r.region, err)
	}
	return listed, nil
}

func (r *run) unusedSnapshots(ctx context.Context, listed []types.Snapshot, before time.Time) ([]Leftover, error) {
	used, err := r.usedSnapshots(ctx)
	if err != nil {
		return nil, err
	}
	var found []Leftover
	for _, s := range listed {
		id := aws.ToString(s.SnapshotId)
		if used[id] || aws.ToTime(s.StartTime).After(before) {
			continue
		}
		found = append(found, Leftover{
			Kind: "snapshot", ID: id, Disk: fromTags(s.Tags)[TagDisk], State: string(s.State), Created: aws.ToTime(s.StartTime),
			remove: func(ctx context.Context) error { return r.deleteSnapshot(ctx, id) },
		})
	}
	return found, nil
}

// usedSnapshots are those of all volumes of the account's images.
func (r *run) usedSnapshots(ctx context.Context) (map[string]bool, error) {
	used := map[string]bool{}
	pages := ec2.NewDescribeImagesPaginator(r.Services.EC2, &ec2.DescribeImagesInput{Owners: []string{"self"}, IncludeDisabled: aws.Bool(true), MaxResults: aws.Int32(1000)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("look for images in %s: %w", r.region, awserr.Explain(err))
		}
		for _, i := range page.Images {
			for _, m := range i.BlockDeviceMappings {
				if m.Ebs != nil {
					used[aws.ToString(m.Ebs.SnapshotId)] = true
				}
			}
		}
	}
	return used, nil
}

// deleteSnapshot relies on EC2, which refuses it for a snapshot that came into use.
func (r *run) deleteSnapshot(ctx context.Context, id string) error {
	_, err := r.Services.EC2.DeleteSnapshot(ctx, &ec2.DeleteSnapshotInput{SnapshotId: aws.String(id)})
	if err != nil && !awserr.Is(err, notThereCodes...) {
		return fmt.Errorf("delete snapshot %s: %w", id, awserr.Explain(err))
	}
	return nil
}
