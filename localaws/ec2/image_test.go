package ec2_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/localaws/awstest"
)

func TestRegistrationsThatAreRefused(t *testing.T) {
	a := awstest.Start(t)
	snapshot := a.Snapshot()
	a.Image("taken", snapshot)
	ebs := func(change func(*types.EbsBlockDevice)) func(*ec2.RegisterImageInput) {
		return func(i *ec2.RegisterImageInput) { change(i.BlockDeviceMappings[0].Ebs) }
	}
	tests := map[string]struct {
		change func(*ec2.RegisterImageInput)
		code   string
	}{
		"name of two characters": {func(i *ec2.RegisterImageInput) { i.Name = aws.String("ab") }, "InvalidAMIName.Malformed"},
		"name with a plus":       {func(i *ec2.RegisterImageInput) { i.Name = aws.String("a+b") }, "InvalidAMIName.Malformed"},
		"name taken":             {func(i *ec2.RegisterImageInput) { i.Name = aws.String("taken") }, "InvalidAMIName.Duplicate"},
		"unknown architecture":   {func(i *ec2.RegisterImageInput) { i.Architecture = "riscv" }, "InvalidParameterValue"},
		"root of another name":   {func(i *ec2.RegisterImageInput) { i.RootDeviceName = aws.String("/dev/sda1") }, "InvalidBlockDeviceMapping"},
		"unknown snapshot":       {ebs(func(e *types.EbsBlockDevice) { e.SnapshotId = aws.String("snap-00000000000000000") }), "InvalidSnapshotID.NotFound"},
		"encrypted is given":     {ebs(func(e *types.EbsBlockDevice) { e.Encrypted = aws.Bool(false) }), "InvalidParameter"},
		"throughput of gp2":      {ebs(func(e *types.EbsBlockDevice) { e.Throughput = aws.Int32(125) }), "InvalidBlockDeviceMapping"},
		"unknown volume type":    {ebs(func(e *types.EbsBlockDevice) { e.VolumeType = "gp9" }), "InvalidBlockDeviceMapping"},
		"TPM without UEFI": {func(i *ec2.RegisterImageInput) {
			i.TpmSupport, i.BootMode = types.TpmSupportValuesV20, types.BootModeValuesLegacyBios
		}, "InvalidParameterCombination"},
		"TPM on arm64": {func(i *ec2.RegisterImageInput) {
			i.TpmSupport, i.BootMode, i.Architecture = types.TpmSupportValuesV20, types.BootModeValuesUefi, types.ArchitectureValuesArm64
		}, "InvalidParameterCombination"},
		"SR-IOV on arm64": {func(i *ec2.RegisterImageInput) {
			i.SriovNetSupport, i.Architecture = aws.String("simple"), types.ArchitectureValuesArm64
		}, "InvalidParameterCombination"},
		"UEFI data that is no base64": {func(i *ec2.RegisterImageInput) { i.UefiData = aws.String("no base64") }, "InvalidParameterValue"},
		"UEFI data that is long":      {func(i *ec2.RegisterImageInput) { i.UefiData = aws.String(strings.Repeat("A", 64004)) }, "InvalidParameterValue"},
		"io1 without IOPS":            {ebs(func(e *types.EbsBlockDevice) { e.VolumeType = "io1" }), "InvalidBlockDeviceMapping"},
		"IOPS that the size lacks": {ebs(func(e *types.EbsBlockDevice) {
			e.VolumeSize, e.Iops = aws.Int32(8), aws.Int32(5000)
		}), "InvalidBlockDeviceMapping"},
		"throughput that the IOPS lack": {ebs(func(e *types.EbsBlockDevice) {
			e.VolumeType, e.Throughput = "gp3", aws.Int32(1000)
		}), "InvalidBlockDeviceMapping"},
		"a size of another type": {ebs(func(e *types.EbsBlockDevice) { e.VolumeType, e.VolumeSize = "standard", aws.Int32(2000) }), "InvalidBlockDeviceMapping"},
		"a blank volume without size": {func(i *ec2.RegisterImageInput) {
			i.BlockDeviceMappings = append(i.BlockDeviceMappings, types.BlockDeviceMapping{DeviceName: aws.String("/dev/sdf"), Ebs: &types.EbsBlockDevice{VolumeType: "gp3"}})
		}, "InvalidBlockDeviceMapping"},
		"tags for a snapshot": {func(i *ec2.RegisterImageInput) {
			i.TagSpecifications = []types.TagSpecification{{ResourceType: types.ResourceTypeSnapshot, Tags: []types.Tag{{Key: aws.String("k")}}}}
		}, "InvalidParameterValue"},
		"dry run with a taken name": {func(i *ec2.RegisterImageInput) {
			i.Name, i.DryRun = aws.String("taken"), aws.Bool(true)
		}, "DryRunOperation"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := awstest.RegisterInput("a name", snapshot)
			test.change(in)
			_, err := a.EC2().RegisterImage(t.Context(), in)
			awstest.WantCode(t, err, test.code)
		})
	}
}

func TestWhatRegistrationFillsIn(t *testing.T) {
	a := awstest.Start(t)
	snapshot := a.Snapshot()
	out, err := a.EC2().RegisterImage(t.Context(), &ec2.RegisterImageInput{
		Name:                aws.String("bare [1]"),
		RootDeviceName:      aws.String("/dev/xvda"),
		BlockDeviceMappings: awstest.RegisterInput("", snapshot).BlockDeviceMappings,
	})
	if err != nil {
		t.Fatal(err)
	}
	i := image(t, a, *out.ImageId)
	volume := i.BlockDeviceMappings[0].Ebs
	if i.Architecture != "i386" || i.VirtualizationType != "paravirtual" || i.BootMode != "" || i.EnaSupport != nil ||
		volume.VolumeType != "gp2" || *volume.VolumeSize != 1 || !*volume.DeleteOnTermination || *volume.Encrypted {
		t.Errorf("image is %+v, volume %+v", i, volume)
	}
	if !strings.HasSuffix(*i.CreationDate, ".000Z") || *i.PlatformDetails != "Linux/UNIX" || *i.DeregistrationProtection != "disabled" {
		t.Errorf("image is %+v", i)
	}
}

func image(t *testing.T, a *awstest.AWS, id string, options ...awstest.Options) types.Image {
	t.Helper()
	out, err := a.EC2(options...).DescribeImages(t.Context(), &ec2.DescribeImagesInput{ImageIds: []string{id}})
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Images) == 0 {
		return types.Image{}
	}
	return out.Images[0]
}

func TestAnImageIsPendingForItsTime(t *testing.T) {
	a := awstest.Start(t)
	snapshot := a.Snapshot()
	a.Admin("PUT", "durations", map[string]string{"image": "1h"})
	id := a.Image("slow", snapshot)
	if state := image(t, a, id).State; state != "pending" {
		t.Errorf("state is %s", state)
	}
	a.Admin("POST", "clock", map[string]string{"advance": "1h"})
	if state := image(t, a, id).State; state != "available" {
		t.Errorf("an hour later it is %s", state)
	}
}

func TestDeregistering(t *testing.T) {
	a := awstest.Start(t)
	snapshot := a.Snapshot()
	id := a.Image("short-lived", snapshot)
	other := a.Image("other", snapshot)
	_, err := a.EC2().DeleteSnapshot(t.Context(), &ec2.DeleteSnapshotInput{SnapshotId: &snapshot})
	awstest.WantCode(t, err, "InvalidSnapshot.InUse")

	deregister := func(id string) (*ec2.DeregisterImageOutput, error) {
		return a.EC2().DeregisterImage(t.Context(),
			&ec2.DeregisterImageInput{ImageId: &id, DeleteAssociatedSnapshots: aws.Bool(true)})
	}
	out, err := deregister(id)
	if err != nil || out.DeleteSnapshotResults[0].ReturnCode != "skipped" {
		t.Errorf("answer is %+v, %v", out, err)
	}
	if got := image(t, a, id); got.ImageId != nil {
		t.Errorf("it is still there: %+v", got)
	}
	_, err = deregister(id)
	awstest.WantCode(t, err, "InvalidAMIID.Unavailable")
	if a.Image("short-lived", snapshot) == id {
		t.Error("the identifier came back with the name")
	}
	_, err = deregister("ami-0123456789abcdef0")
	awstest.WantCode(t, err, "InvalidAMIID.NotFound")
	if _, err := deregister(other); err != nil {
		t.Error(err)
	}
}

func TestDeregisteringWithTheSnapshot(t *testing.T) {
	a := awstest.Start(t)
	snapshot := a.Snapshot()
	id := a.Image("whole", snapshot)
	out, err := a.EC2().DeregisterImage(t.Context(),
		&ec2.DeregisterImageInput{ImageId: &id, DeleteAssociatedSnapshots: aws.Bool(true)})
	if err != nil || out.DeleteSnapshotResults[0].ReturnCode != "success" {
		t.Fatalf("answer is %+v, %v", out, err)
	}
	_, err = a.EC2().DescribeSnapshots(t.Context(), &ec2.DescribeSnapshotsInput{SnapshotIds: []string{snapshot}})
	awstest.WantCode(t, err, "InvalidSnapshot.NotFound")
}

func TestProtectionAgainstDeregistering(t *testing.T) {
	a := awstest.Start(t)
	id := a.Image("guarded", a.Snapshot())
	on, err := a.EC2().EnableImageDeregistrationProtection(t.Context(),
		&ec2.EnableImageDeregistrationProtectionInput{ImageId: &id})
	if err != nil || *on.Return != "enabled-without-cooldown" {
		t.Fatalf("answer is %v, %v", on, err)
	}
	_, err = a.EC2().DeregisterImage(t.Context(), &ec2.DeregisterImageInput{ImageId: &id})
	awstest.WantCode(t, err, "OperationNotPermitted")
}

func TestWhoSeesAnImage(t *testing.T) {
	a := awstest.Start(t)
	id := a.Image("mine", a.Snapshot())
	others := func() int {
		out, err := a.EC2(awstest.Other()).DescribeImages(t.Context(), &ec2.DescribeImagesInput{})
		if err != nil {
			t.Fatal(err)
		}
		return len(out.Images)
	}
	if others() != 0 || image(t, a, id, awstest.Other()).ImageId != nil {
		t.Error("a private image is seen by others")
	}
	_, err := a.EC2().ModifyImageAttribute(t.Context(), &ec2.ModifyImageAttributeInput{
		ImageId: &id, LaunchPermission: &types.LaunchPermissionModifications{
			Add: []types.LaunchPermission{{UserId: aws.String(awstest.Theirs)}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if others() != 1 {
		t.Error("a shared image is not seen")
	}
	if got := image(t, a, id, awstest.Other()); got.DeregistrationProtection != nil || len(got.Tags) != 0 {
		t.Errorf("others see %+v", got)
	}
	_, err = a.EC2(awstest.Other()).DeregisterImage(t.Context(), &ec2.DeregisterImageInput{ImageId: &id})
	awstest.WantCode(t, err, "AuthFailure")
	_, err = a.EC2(awstest.In("eu-west-1")).DescribeImages(t.Context(), &ec2.DescribeImagesInput{ImageIds: []string{id}})
	awstest.WantCode(t, err, "InvalidAMIID.NotFound")
}

func TestImageAttributes(t *testing.T) {
	a := awstest.Start(t)
	id := a.Image("changed", a.Snapshot())
	tests := map[string]struct {
		in   ec2.ModifyImageAttributeInput
		code string
	}{
		"nothing":           {ec2.ModifyImageAttributeInput{}, "InvalidParameterCombination"},
		"empty description": {ec2.ModifyImageAttributeInput{Description: &types.AttributeValue{Value: aws.String("")}}, "MissingParameter"},
		"two at once": {ec2.ModifyImageAttributeInput{
			Description: &types.AttributeValue{Value: aws.String("x")}, ImdsSupport: &types.AttributeValue{Value: aws.String("v2.0")},
		}, "InvalidParameterCombination"},
		"bad account": {ec2.ModifyImageAttributeInput{LaunchPermission: &types.LaunchPermissionModifications{
			Add: []types.LaunchPermission{{UserId: aws.String("me")}},
		}}, "InvalidAMIAttributeItemValue"},
		"public while that is blocked": {ec2.ModifyImageAttributeInput{LaunchPermission: &types.LaunchPermissionModifications{
			Add: []types.LaunchPermission{{Group: "all"}},
		}}, "OperationNotPermitted"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.in.ImageId = &id
			_, err := a.EC2().ModifyImageAttribute(t.Context(), &test.in)
			awstest.WantCode(t, err, test.code)
		})
	}
	out, err := a.EC2().DescribeImageAttribute(t.Context(), &ec2.DescribeImageAttributeInput{ImageId: &id, Attribute: "bootMode"})
	if err != nil || *out.BootMode.Value != "uefi" {
		t.Errorf("boot mode is %+v, %v", out, err)
	}
	_, err = a.EC2().DescribeImageAttribute(t.Context(),
		&ec2.DescribeImageAttributeInput{ImageId: &id, Attribute: "blockDeviceMapping"})
	awstest.WantCode(t, err, "AuthFailure")
}

func TestCopyingAnImageToAnotherRegion(t *testing.T) {
	a := awstest.Start(t)
	id := a.Image("original", a.Snapshot())
	there := awstest.In("eu-west-1")
	in := &ec2.CopyImageInput{
		Name: aws.String("copy"), SourceImageId: &id, SourceRegion: aws.String(awstest.Region), ClientToken: aws.String("t"),
	}
	first, err := a.EC2(there).CopyImage(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	again, err := a.EC2(there).CopyImage(t.Context(), in)
	if err != nil || *again.ImageId != *first.ImageId {
		t.Errorf("the repeat is %v, %v", again, err)
	}
	got := image(t, a, *first.ImageId, there)
	if *got.SourceImageId != id || *got.SourceImageRegion != awstest.Region || *got.ImageLocation != awstest.Mine+"/original" {
		t.Errorf("copy is %+v", got)
	}
	in.Description = aws.String("other")
	_, err = a.EC2(there).CopyImage(t.Context(), in)
	awstest.WantCode(t, err, "IdempotentParameterMismatch")
	in.ClientToken, in.SourceImageId = nil, aws.String("ami-0123456789abcdef0")
	_, err = a.EC2(there).CopyImage(t.Context(), in)
	awstest.WantCode(t, err, "InvalidAMIID.NotFound")
}

func TestOfManyRegistrationsOfANameOneSucceeds(t *testing.T) {
	a := awstest.Start(t)
	snapshot := a.Snapshot()
	const many = 8
	errs := make(chan error, many)
	for range many {
		go func() {
			_, err := a.EC2().RegisterImage(t.Context(), awstest.RegisterInput("contested", snapshot))
			errs <- err
		}()
	}
	registered := 0
	for range many {
		if err := <-errs; err == nil {
			registered++
		} else {
			awstest.WantCode(t, err, "InvalidAMIName.Duplicate")
		}
	}
	if registered != 1 {
		t.Errorf("%d images have the name", registered)
	}
}
