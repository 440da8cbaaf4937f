package ami

import (
	"context"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

func TestARunThatFailsRemovesTheImageThatNobodyCanUse(t *testing.T) {
	for name, c := range map[string]struct {
		keep bool
		says string
		left int
	}{
		"unless it is to be kept": {true, "left image ami-", 1},
		"and says so":             {false, "removed image ami-", 0},
	} {
		t.Run(name, func(t *testing.T) {
			w, e := newWorld(t), &events{}
			_, err := Create(t.Context(), w.disk(1, mib), w.options(func(o *Options) {
				o.Reporter, o.KeepOnFailure = e, c.keep
				o.Services.EC2 = failingImages{o.Services.EC2, w.name}
			}))
			var broken *ImageError
			if !errors.As(err, &broken) || !e.says(Info, c.says) || len(w.images()) != c.left {
				t.Fatalf("error is %v, events %v", err, e.list)
			}
		})
	}
}

// failingImages shows each image of the name as failed.
type failingImages struct {
	EC2
	name string
}

func (f failingImages) DescribeImages(ctx context.Context, in *ec2.DescribeImagesInput, o ...func(*ec2.Options)) (*ec2.DescribeImagesOutput, error) {
	out, err := f.EC2.DescribeImages(ctx, in, o...)
	if err != nil {
		return out, err
	}
	for i := range out.Images {
		if aws.ToString(out.Images[i].Name) == f.name {
			out.Images[i].State = types.ImageStateFailed
		}
	}
	return out, err
}

func TestARunThatFailsNamesWhatALaterOneGoesOnWith(t *testing.T) {
	w, e := newWorld(t), &events{}
	w.stopAt("EC2.ImportSnapshot")
	if _, err := Create(t.Context(), w.disk(1, mib), w.options(func(o *Options) { o.Reporter = e })); err == nil {
		t.Fatal("no error")
	}
	if want := "left object s3://" + w.bucket + "/images/disk.raw: a later run"; !e.says(Info, want) {
		t.Fatalf("%q is not among %v", want, e.list)
	}
}

func TestASnapshotThatNobodyCanUseIsRemoved(t *testing.T) {
	w, e := newWorld(t), &events{}
	var id string
	_, err := Create(t.Context(), w.disk(1, mib), w.options(func(o *Options) {
		o.Method, o.Reporter = ByEBS, e
		o.Services.EC2 = brokenSnapshots{o.Services.EC2, &id}
	}))
	if err == nil || id == "" || !e.says(Info, "removed snapshot "+id) {
		t.Fatalf("error is %v, events %v", err, e.list)
	}
	if _, err := w.ec2().DescribeSnapshots(t.Context(), &ec2.DescribeSnapshotsInput{SnapshotIds: []string{id}}); err == nil {
		t.Fatalf("%s is there", id)
	}
}

// brokenSnapshots shows each completed snapshot as one that AWS gave up.
type brokenSnapshots struct {
	EC2
	id *string
}

func (b brokenSnapshots) DescribeSnapshots(ctx context.Context, in *ec2.DescribeSnapshotsInput, o ...func(*ec2.Options)) (*ec2.DescribeSnapshotsOutput, error) {
	out, err := b.EC2.DescribeSnapshots(ctx, in, o...)
	if err != nil {
		return out, err
	}
	for i := range out.Snapshots {
		if out.Snapshots[i].State == types.SnapshotStateCompleted {
			out.Snapshots[i].State, *b.id = types.SnapshotStateError, aws.ToString(out.Snapshots[i].SnapshotId)
		}
	}
	return out, nil
}
