package ec2_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/localaws/awstest"
)

func tag(key string, value ...string) types.Tag {
	t := types.Tag{Key: &key}
	if len(value) > 0 {
		t.Value = &value[0]
	}
	return t
}

func createTags(t *testing.T, a *awstest.AWS, ids []string, tags ...types.Tag) error {
	t.Helper()
	_, err := a.EC2().CreateTags(t.Context(), &ec2.CreateTagsInput{Resources: ids, Tags: tags})
	return err
}

func tagsOf(t *testing.T, a *awstest.AWS, id string) map[string]string {
	t.Helper()
	out, err := a.EC2().DescribeTags(t.Context(), &ec2.DescribeTagsInput{Filters: []types.Filter{filter("resource-id", id)}})
	if err != nil {
		t.Fatal(err)
	}
	tags := map[string]string{}
	for _, tag := range out.Tags {
		tags[*tag.Key] = *tag.Value
	}
	return tags
}

func TestTagsAreOverwrittenAndDeleted(t *testing.T) {
	a := awstest.Start(t)
	id := a.Snapshot()
	if err := createTags(t, a, []string{id}, tag("a", "1"), tag("b", "2"), tag("c"), tag("d", "4")); err != nil {
		t.Fatal(err)
	}
	if err := createTags(t, a, []string{id}, tag("a", "new")); err != nil {
		t.Fatal(err)
	}
	_, err := a.EC2().DeleteTags(t.Context(), &ec2.DeleteTagsInput{
		Resources: []string{id}, Tags: []types.Tag{tag("b", "other"), tag("c", ""), tag("d"), tag("unknown")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := tagsOf(t, a, id); !maps.Equal(got, map[string]string{"a": "new", "b": "2"}) {
		t.Errorf("tags are %v", got)
	}
	if _, err := a.EC2().DeleteTags(t.Context(), &ec2.DeleteTagsInput{Resources: []string{id}}); err != nil {
		t.Fatal(err)
	}
	if got := tagsOf(t, a, id); len(got) != 0 {
		t.Errorf("tags are %v", got)
	}
}

func TestTagsThatAreRefused(t *testing.T) {
	a := awstest.Start(t)
	id := a.Snapshot()
	var many []types.Tag
	for i := range 51 {
		many = append(many, tag(fmt.Sprint(i)))
	}
	tests := map[string]struct {
		ids  []string
		tags []types.Tag
		code string
	}{
		"a reserved key":      {[]string{id}, []types.Tag{tag("aws:x")}, "InvalidParameterValue"},
		"a long value":        {[]string{id}, []types.Tag{tag("x", strings.Repeat("v", 257))}, "InvalidParameterValue"},
		"51 tags":             {[]string{id}, many, "TagLimitExceeded"},
		"an unknown snapshot": {[]string{id, "snap-0fedcba9876543210"}, []types.Tag{tag("x")}, "InvalidSnapshot.NotFound"},
		"an unknown image":    {[]string{id, "ami-0fedcba9876543210"}, []types.Tag{tag("x")}, "InvalidAMIID.NotFound"},
		"an unknown kind":     {[]string{"vpc-1"}, []types.Tag{tag("x")}, "InvalidID"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			awstest.WantCode(t, createTags(t, a, test.ids, test.tags...), test.code)
			if got := tagsOf(t, a, id); len(got) != 0 {
				t.Errorf("it left %v", got)
			}
		})
	}
}

func TestEachAccountSeesItsOwnTags(t *testing.T) {
	a := awstest.Start(t)
	id := a.Snapshot()
	if err := createTags(t, a, []string{id}, tag("mine", "1")); err != nil {
		t.Fatal(err)
	}
	_, err := a.EC2().ModifySnapshotAttribute(t.Context(), &ec2.ModifySnapshotAttributeInput{
		SnapshotId: &id, Attribute: types.SnapshotAttributeNameCreateVolumePermission,
		OperationType: types.OperationTypeAdd, UserIds: []string{awstest.Theirs},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.EC2(awstest.Other()).CreateTags(t.Context(),
		&ec2.CreateTagsInput{Resources: []string{id}, Tags: []types.Tag{tag("theirs", "2")}})
	if err != nil {
		t.Fatal(err)
	}
	out, err := a.EC2(awstest.Other()).DescribeSnapshots(t.Context(), &ec2.DescribeSnapshotsInput{SnapshotIds: []string{id}})
	if err != nil || len(out.Snapshots) != 1 || len(out.Snapshots[0].Tags) != 1 || *out.Snapshots[0].Tags[0].Key != "theirs" {
		t.Errorf("they see %+v, %v", out, err)
	}
	if got := tagsOf(t, a, id); !maps.Equal(got, map[string]string{"mine": "1"}) {
		t.Errorf("I see %v", got)
	}
	in := awstest.RegisterInput("shared", id)
	_, err = a.EC2(awstest.Other()).RegisterImage(t.Context(), in)
	awstest.WantCode(t, err, "InvalidParameterValue")
	_, err = a.EC2(awstest.Other()).DeleteSnapshot(t.Context(), &ec2.DeleteSnapshotInput{SnapshotId: aws.String(id)})
	awstest.WantCode(t, err, "InvalidSnapshot.NotFound")
}
