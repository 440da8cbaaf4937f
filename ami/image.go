package ami

import (
	"cmp"
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/awserr"
)

// notThereCodes are EC2's answers for an ID that it does not know; well-formed
// IDs can be called malformed.
var notThereCodes = []string{
	"InvalidAMIID.NotFound", "InvalidAMIID.Malformed", "InvalidAMIID.Unavailable",
	"InvalidSnapshot.NotFound", "InvalidSnapshotID.NotFound", "InvalidSnapshotID.Malformed",
	"InvalidConversionTaskId", "InvalidConversionTaskId.Malformed",
}

// findImage returns the account's own image of the wanted name, or nil. Of
// several, which only copying makes, the wanted one counts.
func (r *run) findImage(ctx context.Context) (*image, error) {
	images, err := r.describeImages(ctx, &ec2.DescribeImagesInput{
		Owners:          []string{"self"},
		Filters:         []types.Filter{{Name: aws.String("name"), Values: []string{r.name}}},
		IncludeDisabled: aws.Bool(true),
	})
	if err != nil {
		return nil, fmt.Errorf("look for image %q in %s: %w", r.name, r.region, err)
	}
	if len(images) == 0 && r.imageID != "" {
		return r.imageByID(ctx, r.imageID)
	}
	var first *image
	for _, i := range images {
		if r.matches(i) {
			return i, nil
		}
		first = cmp.Or(first, i)
	}
	return first, nil
}

// imageByID returns the account's own image of that ID, or nil.
func (r *run) imageByID(ctx context.Context, id string) (*image, error) {
	images, err := r.describeImages(ctx, &ec2.DescribeImagesInput{Owners: []string{"self"}, ImageIds: []string{id}, IncludeDisabled: aws.Bool(true)})
	if awserr.Is(err, notThereCodes...) || err == nil && len(images) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look at image %s in %s: %w", id, r.region, err)
	}
	return images[0], nil
}

func (r *run) describeImages(ctx context.Context, in *ec2.DescribeImagesInput) ([]*image, error) {
	var images []*image
	for {
		out, err := ask(ctx, r, func() (*ec2.DescribeImagesOutput, error) { return r.Services.EC2.DescribeImages(ctx, in) })
		if err != nil {
			return nil, err
		}
		for _, i := range out.Images {
			images = append(images, toImage(i))
		}
		if aws.ToString(out.NextToken) == "" {
			return images, nil
		}
		in.NextToken = out.NextToken
	}
}

func toImage(i types.Image) *image {
	found := &image{
		id: aws.ToString(i.ImageId), state: string(i.State), name: aws.ToString(i.Name),
		attributes: attributes{
			architecture: i.Architecture,
			bootMode:     i.BootMode,
			ena:          aws.ToBool(i.EnaSupport),
			imdsv2:       i.ImdsSupport == types.ImdsSupportValuesV20,
			tpm:          i.TpmSupport == types.TpmSupportValuesV20,
			sriov:        aws.ToString(i.SriovNetSupport) == sriovSimple,
			rootDevice:   aws.ToString(i.RootDeviceName),
			description:  aws.ToString(i.Description),
			tags:         fromTags(i.Tags),
		},
	}
	if i.StateReason != nil {
		found.reason = aws.ToString(i.StateReason.Message)
	}
	for _, m := range i.BlockDeviceMappings {
		if m.Ebs != nil {
			found.addVolume(toVolume(m))
		}
	}
	return found
}

// addVolume sorts the root volume out.
func (i *image) addVolume(v Volume) {
	if v.Device == i.rootDevice {
		i.root, i.rootSnapshot = v, v.SnapshotID
		return
	}
	i.volumes = append(i.volumes, v)
}

func toVolume(m types.BlockDeviceMapping) Volume {
	return Volume{
		Device: aws.ToString(m.DeviceName), SnapshotID: aws.ToString(m.Ebs.SnapshotId), Type: string(m.Ebs.VolumeType),
		Size: int64(aws.ToInt32(m.Ebs.VolumeSize)), IOPS: int64(aws.ToInt32(m.Ebs.Iops)), Throughput: int64(aws.ToInt32(m.Ebs.Throughput)),
		Keep: !aws.ToBool(m.Ebs.DeleteOnTermination), Encrypted: aws.ToBool(m.Ebs.Encrypted),
	}
}
