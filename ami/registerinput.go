package ami

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// registration is the call that makes the image of the snapshot.
func (r *run) registration(s *snapshot) *ec2.RegisterImageInput {
	root := r.root
	root.Device, root.SnapshotID = r.rootDevice, s.id
	in := &ec2.RegisterImageInput{
		Name:                aws.String(r.name),
		Description:         aws.String(orText(r.description, usualDescription+r.id.disk.String())),
		Architecture:        r.architecture,
		BootMode:            r.bootMode,
		VirtualizationType:  aws.String(virtualization),
		EnaSupport:          aws.Bool(r.ena),
		RootDeviceName:      aws.String(r.rootDevice),
		BlockDeviceMappings: []types.BlockDeviceMapping{root.mapping()},
		TagSpecifications:   []types.TagSpecification{{ResourceType: types.ResourceTypeImage, Tags: toTags(r.Provenance.tag(r.imageTags()))}},
	}
	for _, v := range r.volumes {
		in.BlockDeviceMappings = append(in.BlockDeviceMappings, v.mapping())
	}
	if r.imdsv2 {
		in.ImdsSupport = types.ImdsSupportValuesV20
	}
	if r.tpm {
		in.TpmSupport = types.TpmSupportValuesV20
	}
	if r.sriov {
		in.SriovNetSupport = aws.String(sriovSimple)
	}
	if r.uefiData != "" {
		in.UefiData = aws.String(r.uefiData)
	}
	return in
}

// mapping leaves out what is not given: EC2 refuses Encrypted beside a snapshot,
// and rates beside types that have none.
func (v Volume) mapping() types.BlockDeviceMapping {
	b := &types.EbsBlockDevice{VolumeType: types.VolumeType(v.Type), DeleteOnTermination: aws.Bool(!v.Keep)}
	if v.SnapshotID != "" {
		b.SnapshotId = aws.String(v.SnapshotID)
	}
	if v.Encrypted {
		b.Encrypted = aws.Bool(true)
	}
	b.VolumeSize, b.Iops, b.Throughput = given(v.Size), given(v.IOPS), given(v.Throughput)
	return types.BlockDeviceMapping{DeviceName: aws.String(v.Device), Ebs: b}
}

// given is nil for what is left to EC2. Every number was checked against EC2's limits.
func given(n int64) *int32 {
	if n == 0 {
		return nil
	}
	return aws.Int32(int32(n))
}
