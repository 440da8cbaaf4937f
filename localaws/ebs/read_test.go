package ebs_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/localaws/awstest"
)

func get(t *testing.T, a *awstest.AWS, id string, index int32, token string) ([]byte, error) {
	t.Helper()
	out, err := a.EBS().GetSnapshotBlock(t.Context(),
		&ebs.GetSnapshotBlockInput{SnapshotId: &id, BlockIndex: &index, BlockToken: &token})
	if err != nil {
		return nil, err
	}
	defer func() { _ = out.BlockData.Close() }()
	var data bytes.Buffer
	if _, err := data.ReadFrom(out.BlockData); err != nil {
		t.Fatal(err)
	}
	if *out.Checksum != digest(data.Bytes()) || *out.DataLength != blockSize {
		t.Errorf("headers are %s %d", *out.Checksum, *out.DataLength)
	}
	return data.Bytes(), nil
}

func TestAChildHasItsParentsBlocksAndOutlivesIt(t *testing.T) {
	a := awstest.Start(t)
	parent := finished(t, a, "", 1, 2)
	child := finished(t, a, parent, 2, 7)
	if _, err := a.EC2().DeleteSnapshot(t.Context(), &ec2.DeleteSnapshotInput{SnapshotId: &parent}); err != nil {
		t.Fatal(err)
	}
	out, err := list(t, a, child)
	if err != nil || !slices.Equal(indexes(out.Blocks), []int32{1, 2, 7}) {
		t.Fatalf("blocks are %+v, %v", out, err)
	}
	for i, fill := range []byte{'a', 'a', 'b'} {
		b := out.Blocks[i]
		data, err := get(t, a, child, *b.BlockIndex, *b.BlockToken)
		if err != nil || !bytes.Equal(data, block(fill)) {
			t.Errorf("block %d is not %c: %v", *b.BlockIndex, fill, err)
		}
	}
	if s := described(t, a, child); *s.FullSnapshotSizeInBytes != 3*blockSize {
		t.Errorf("its size is %d", *s.FullSnapshotSizeInBytes)
	}
}

func TestChangedBlocksGoByWriter(t *testing.T) {
	a := awstest.Start(t)
	first := finished(t, a, "", 1, 2)
	// Block 1 gets the same bytes again.
	second := finished(t, a, first, 1, 9)
	out, err := a.EBS().ListChangedBlocks(t.Context(),
		&ebs.ListChangedBlocksInput{FirstSnapshotId: &first, SecondSnapshotId: &second})
	if err != nil {
		t.Fatal(err)
	}
	if len(out.ChangedBlocks) != 2 {
		t.Fatalf("changed are %+v", out.ChangedBlocks)
	}
	one, nine := out.ChangedBlocks[0], out.ChangedBlocks[1]
	if *one.BlockIndex != 1 || one.FirstBlockToken == nil || one.SecondBlockToken == nil {
		t.Errorf("block 1 is %+v", one)
	}
	if *nine.BlockIndex != 9 || nine.FirstBlockToken != nil || nine.SecondBlockToken == nil {
		t.Errorf("block 9 is %+v", nine)
	}
	_, err = a.EBS().ListChangedBlocks(t.Context(),
		&ebs.ListChangedBlocksInput{FirstSnapshotId: aws.String(finished(t, a, "")), SecondSnapshotId: &second})
	awstest.WantCode(t, err, "ValidationException")
	_, err = a.EBS().ListChangedBlocks(t.Context(), &ebs.ListChangedBlocksInput{SecondSnapshotId: &second})
	awstest.WantCode(t, err, "ValidationException")
}

func TestListsArePaged(t *testing.T) {
	a := awstest.Start(t)
	var blocks []int32
	for i := range int32(150) {
		blocks = append(blocks, i*3)
	}
	id := finished(t, a, "", blocks...)
	in := &ebs.ListSnapshotBlocksInput{SnapshotId: &id, MaxResults: aws.Int32(100), StartingBlockIndex: aws.Int32(6)}
	first, err := a.EBS().ListSnapshotBlocks(t.Context(), in)
	if err != nil || len(first.Blocks) != 100 || *first.Blocks[0].BlockIndex != 6 || first.NextToken == nil {
		t.Fatalf("first page is %+v, %v", first, err)
	}
	in.NextToken = first.NextToken
	rest, err := a.EBS().ListSnapshotBlocks(t.Context(), in)
	if err != nil || len(rest.Blocks) != 48 || rest.NextToken != nil {
		t.Errorf("second page has %d blocks, %v", len(rest.Blocks), err)
	}
	past := &ebs.ListSnapshotBlocksInput{SnapshotId: &id, StartingBlockIndex: aws.Int32(2000)}
	if out, err := a.EBS().ListSnapshotBlocks(t.Context(), past); err != nil || len(out.Blocks) != 0 {
		t.Errorf("past the end there is %+v, %v", out, err)
	}
	for name, bad := range map[string]ebs.ListSnapshotBlocksInput{
		"99 results":     {MaxResults: aws.Int32(99)},
		"10001 results":  {MaxResults: aws.Int32(10001)},
		"a bad token":    {NextToken: aws.String("x")},
		"a bad start":    {StartingBlockIndex: aws.Int32(-1)},
		"a block's page": {NextToken: first.Blocks[0].BlockToken},
	} {
		t.Run(name, func(t *testing.T) {
			bad.SnapshotId = &id
			_, err := a.EBS().ListSnapshotBlocks(t.Context(), &bad)
			awstest.WantCode(t, err, "ValidationException")
		})
	}
}

func TestBlockTokens(t *testing.T) {
	a := awstest.Start(t)
	id, other := finished(t, a, "", 1, 2), finished(t, a, "", 1)
	token := func(id string) string {
		out, err := list(t, a, id)
		if err != nil {
			t.Fatal(err)
		}
		return *out.Blocks[0].BlockToken
	}
	old := token(id)
	token(id)
	if _, err := get(t, a, id, 1, old); err != nil {
		t.Errorf("an old token: %v", err)
	}
	tests := map[string]struct {
		index int32
		token string
	}{
		"of another index":    {2, old},
		"of another snapshot": {1, token(other)},
		"garbage":             {1, "garbage"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := get(t, a, id, test.index, test.token)
			awstest.WantCode(t, err, "ValidationException")
		})
	}
}

func TestWhoMayReadASnapshot(t *testing.T) {
	a := awstest.Start(t)
	id := finished(t, a, "", 1)
	_, err := list(t, a, id, awstest.Other())
	awstest.WantCode(t, err, "ResourceNotFoundException")
	_, err = list(t, a, id, awstest.In("eu-west-1"))
	awstest.WantCode(t, err, "ResourceNotFoundException")
	_, err = a.EC2().ModifySnapshotAttribute(t.Context(), &ec2.ModifySnapshotAttributeInput{
		SnapshotId: &id, CreateVolumePermission: &ec2types.CreateVolumePermissionModifications{
			Add: []ec2types.CreateVolumePermission{{UserId: aws.String(awstest.Theirs)}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := list(t, a, id, awstest.Other()); err != nil {
		t.Error(err)
	}
	_, err = a.EBS(awstest.Other()).StartSnapshot(t.Context(),
		&ebs.StartSnapshotInput{VolumeSize: aws.Int64(1), ParentSnapshotId: &id})
	awstest.WantCode(t, err, "ResourceNotFoundException")
}
