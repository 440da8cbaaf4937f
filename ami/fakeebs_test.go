package ami

import (
	"context"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	ebstypes "github.com/aws/aws-sdk-go-v2/service/ebs/types"
)

// orphaning takes no parents, as AWS where encryption by default is on and the
// parent is plain.
type orphaning struct{ EBS }

func (o orphaning) StartSnapshot(ctx context.Context, in *ebs.StartSnapshotInput, opts ...func(*ebs.Options)) (*ebs.StartSnapshotOutput, error) {
	if in.ParentSnapshotId != nil {
		return nil, &ebstypes.ValidationException{Message: aws.String("the parent is not encrypted")}
	}
	return o.EBS.StartSnapshot(ctx, in, opts...)
}

// counting counts the tries to write a block.
type counting struct {
	EBS
	tries *atomic.Int64
}

func (c counting) PutSnapshotBlock(ctx context.Context, in *ebs.PutSnapshotBlockInput, opts ...func(*ebs.Options)) (*ebs.PutSnapshotBlockOutput, error) {
	c.tries.Add(1)
	return c.EBS.PutSnapshotBlock(ctx, in, opts...)
}
