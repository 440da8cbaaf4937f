package ec2_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/localaws/awstest"
)

func copySnapshot(t *testing.T, a *awstest.AWS, source string) types.Snapshot {
	t.Helper()
	there := awstest.In("eu-west-1")
	out, err := a.EC2(there).CopySnapshot(t.Context(), &ec2.CopySnapshotInput{
		SourceRegion: aws.String(awstest.Region), SourceSnapshotId: &source, Description: aws.String("a copy"),
	})
	if err != nil {
		t.Fatal(err)
	}
	described, err := a.EC2(there).DescribeSnapshots(t.Context(), &ec2.DescribeSnapshotsInput{SnapshotIds: []string{*out.SnapshotId}})
	if err != nil {
		t.Fatal(err)
	}
	return described.Snapshots[0]
}

func TestCopyingASnapshot(t *testing.T) {
	a := awstest.Start(t)
	id := a.Snapshot()
	if s := copySnapshot(t, a, id); s.State != "completed" || *s.Description != "a copy" || *s.FullSnapshotSizeInBytes != 512<<10 {
		t.Errorf("copy is %+v", s)
	}
	if s := copySnapshot(t, a, "snap-0fedcba9876543210"); s.State != "error" || *s.StateMessage != "Source snapshot is not found" {
		t.Errorf("a copy of nothing is %+v", s)
	}
}

func TestSnapshotCopiesThatAreRefused(t *testing.T) {
	a := awstest.Start(t)
	good := func() *ec2.CopySnapshotInput {
		return &ec2.CopySnapshotInput{SourceRegion: aws.String(awstest.Region), SourceSnapshotId: aws.String("snap-0fedcba9876543210")}
	}
	tests := map[string]struct {
		change func(*ec2.CopySnapshotInput)
		code   string
	}{
		"a malformed source": {func(i *ec2.CopySnapshotInput) { i.SourceSnapshotId = aws.String("snap") }, "InvalidParameterValue"},
		"an unknown region":  {func(i *ec2.CopySnapshotInput) { i.SourceRegion = aws.String("mars-1") }, "InvalidRegion"},
		"20 minutes":         {func(i *ec2.CopySnapshotInput) { i.CompletionDurationMinutes = aws.Int32(20) }, "InvalidParameterValue"},
		"a dry run":          {func(i *ec2.CopySnapshotInput) { i.DryRun = aws.Bool(true) }, "DryRunOperation"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := good()
			test.change(in)
			_, err := a.EC2().CopySnapshot(t.Context(), in)
			awstest.WantCode(t, err, test.code)
		})
	}
}

func TestSharingASnapshot(t *testing.T) {
	a := awstest.Start(t)
	id := a.Snapshot()
	user := func(id string) []types.CreateVolumePermission { return []types.CreateVolumePermission{{UserId: &id}} }
	everybody := []types.CreateVolumePermission{{Group: "all"}}
	tests := map[string]struct {
		change types.CreateVolumePermissionModifications
		code   string
	}{
		"nothing":        {types.CreateVolumePermissionModifications{}, "InvalidParameterCombination"},
		"both":           {types.CreateVolumePermissionModifications{Add: user(awstest.Theirs), Remove: user(awstest.Mine)}, "InvalidParameterCombination"},
		"a bad account":  {types.CreateVolumePermissionModifications{Add: user("x")}, "InvalidAMIAttributeItemValue"},
		"public, barred": {types.CreateVolumePermissionModifications{Add: everybody}, "OperationNotPermitted"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := a.EC2().ModifySnapshotAttribute(t.Context(),
				&ec2.ModifySnapshotAttributeInput{SnapshotId: &id, CreateVolumePermission: &test.change})
			awstest.WantCode(t, err, test.code)
		})
	}
	a.Admin("PUT", "accounts/"+awstest.Mine+"/regions/"+awstest.Region+"/settings", map[string]bool{"allowPublicSharing": true})
	_, err := a.EC2().ModifySnapshotAttribute(t.Context(), &ec2.ModifySnapshotAttributeInput{
		SnapshotId: &id, CreateVolumePermission: &types.CreateVolumePermissionModifications{Add: everybody},
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := a.EC2().DescribeSnapshotAttribute(t.Context(), &ec2.DescribeSnapshotAttributeInput{
		SnapshotId: &id, Attribute: types.SnapshotAttributeNameCreateVolumePermission,
	})
	if err != nil || len(out.CreateVolumePermissions) != 1 || out.CreateVolumePermissions[0].Group != "all" {
		t.Errorf("permissions are %+v, %v", out, err)
	}
}

func TestDeletingASnapshotTwice(t *testing.T) {
	a := awstest.Start(t)
	in := &ec2.DeleteSnapshotInput{SnapshotId: aws.String(a.Snapshot())}
	if _, err := a.EC2().DeleteSnapshot(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	_, err := a.EC2().DeleteSnapshot(t.Context(), in)
	awstest.WantCode(t, err, "InvalidSnapshot.NotFound")
}
