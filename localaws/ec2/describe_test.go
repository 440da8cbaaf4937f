package ec2_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/localaws/awstest"
)

func filter(name string, values ...string) types.Filter {
	return types.Filter{Name: &name, Values: values}
}

func TestFilters(t *testing.T) {
	a := awstest.Start(t)
	snapshot := a.Snapshot()
	in := awstest.RegisterInput("kairos-1", snapshot)
	in.Description = aws.String("a*b")
	in.TagSpecifications = []types.TagSpecification{{ResourceType: types.ResourceTypeImage, Tags: []types.Tag{
		{Key: aws.String("digest"), Value: aws.String("abc")},
	}}}
	if _, err := a.EC2().RegisterImage(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	a.Image("kairos-2", snapshot)
	a.Image("other", snapshot)
	tests := map[string]struct {
		filters []types.Filter
		want    []string
	}{
		"a name":               {[]types.Filter{filter("name", "other")}, []string{"other"}},
		"a star":               {[]types.Filter{filter("name", "kairos*")}, []string{"kairos-1", "kairos-2"}},
		"a question mark":      {[]types.Filter{filter("name", "kairos?2")}, []string{"kairos-2"}},
		"an escaped star":      {[]types.Filter{filter("description", `a\*b`)}, []string{"kairos-1"}},
		"either value":         {[]types.Filter{filter("name", "other", "kairos-2")}, []string{"kairos-2", "other"}},
		"both filters":         {[]types.Filter{filter("name", "kairos*"), filter("tag:digest", "abc")}, []string{"kairos-1"}},
		"a tag key":            {[]types.Filter{filter("tag-key", "digest")}, []string{"kairos-1"}},
		"case counts":          {[]types.Filter{filter("name", "OTHER")}, nil},
		"a snapshot's mapping": {[]types.Filter{filter("block-device-mapping.snapshot-id", snapshot), filter("name", "o*")}, []string{"other"}},
		"a boolean":            {[]types.Filter{filter("is-public", "true")}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := names(t, a, test.filters...); !slices.Equal(got, test.want) {
				t.Errorf("found %q, want %q", got, test.want)
			}
		})
	}
	_, err := a.EC2().DescribeImages(t.Context(), &ec2.DescribeImagesInput{Filters: []types.Filter{filter("Name", "x")}})
	awstest.WantCode(t, err, "InvalidParameterValue")
}

func names(t *testing.T, a *awstest.AWS, filters ...types.Filter) (names []string) {
	t.Helper()
	out, err := a.EC2().DescribeImages(t.Context(), &ec2.DescribeImagesInput{Filters: filters, Owners: []string{"self"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range out.Images {
		names = append(names, *i.Name)
	}
	slices.Sort(names)
	return names
}

func TestPaging(t *testing.T) {
	a := awstest.Start(t)
	snapshot := a.Snapshot()
	for i := range 12 {
		a.Image(fmt.Sprintf("image %d", i), snapshot)
	}
	seen := map[string]bool{}
	var pages []int
	p := ec2.NewDescribeImagesPaginator(a.EC2(), &ec2.DescribeImagesInput{MaxResults: aws.Int32(5)})
	for p.HasMorePages() {
		page, err := p.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, len(page.Images))
		for _, i := range page.Images {
			seen[*i.ImageId] = true
		}
	}
	if len(seen) != 12 || !slices.Equal(pages, []int{5, 5, 2}) {
		t.Errorf("pages are %d, %d images", pages, len(seen))
	}
}

func TestDescribesThatAreRefused(t *testing.T) {
	a := awstest.Start(t)
	images := func(in ec2.DescribeImagesInput) error {
		_, err := a.EC2().DescribeImages(t.Context(), &in)
		return err
	}
	snapshots := func(in ec2.DescribeSnapshotsInput) error {
		_, err := a.EC2().DescribeSnapshots(t.Context(), &in)
		return err
	}
	tests := map[string]struct {
		err  error
		code string
	}{
		"a page of one":            {images(ec2.DescribeImagesInput{MaxResults: aws.Int32(1)}), "InvalidParameterValue"},
		"ids and a page":           {images(ec2.DescribeImagesInput{MaxResults: aws.Int32(5), ImageIds: []string{"ami-0ffffffffffffffff"}}), "InvalidParameterCombination"},
		"a bad page token":         {images(ec2.DescribeImagesInput{MaxResults: aws.Int32(5), NextToken: aws.String("x")}), "InvalidNextToken"},
		"a bad owner":              {images(ec2.DescribeImagesInput{Owners: []string{"me"}}), "InvalidUserID.Malformed"},
		"an image of zeroes":       {images(ec2.DescribeImagesInput{ImageIds: []string{"ami-00000000000000000"}}), "InvalidAMIID.Malformed"},
		"an unknown image":         {images(ec2.DescribeImagesInput{ImageIds: []string{"ami-0ffffffffffffffff"}}), "InvalidAMIID.NotFound"},
		"a snapshot of zeroes":     {snapshots(ec2.DescribeSnapshotsInput{SnapshotIds: []string{"snap-00000000000000000"}}), "InvalidSnapshotID.Malformed"},
		"an unknown snapshot":      {snapshots(ec2.DescribeSnapshotsInput{SnapshotIds: []string{"snap-0fedcba9876543210"}}), "InvalidSnapshot.NotFound"},
		"a snapshot in capitals":   {snapshots(ec2.DescribeSnapshotsInput{SnapshotIds: []string{"snap-0FEDCBA9876543210"}}), "InvalidParameterValue"},
		"a dry run":                {images(ec2.DescribeImagesInput{DryRun: aws.Bool(true)}), "DryRunOperation"},
		"more than 200 values":     {images(ec2.DescribeImagesInput{Filters: []types.Filter{filter("name", make([]string, 201)...)}}), "FilterLimitExceeded"},
		"an image in another form": {images(ec2.DescribeImagesInput{ImageIds: []string{"image"}}), "InvalidAMIID.Malformed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { awstest.WantCode(t, test.err, test.code) })
	}
}

func TestRegions(t *testing.T) {
	a := awstest.Start(t)
	out, err := a.EC2().DescribeRegions(t.Context(), &ec2.DescribeRegionsInput{RegionNames: []string{"eu-west-1"}})
	if err != nil || len(out.Regions) != 1 || *out.Regions[0].OptInStatus != "opt-in-not-required" {
		t.Errorf("regions are %v, %v", out, err)
	}
	_, err = a.EC2().DescribeRegions(t.Context(), &ec2.DescribeRegionsInput{RegionNames: []string{"mars-1"}})
	awstest.WantCode(t, err, "InvalidParameterValue")
}

func TestEncryptionByDefault(t *testing.T) {
	a := awstest.Start(t)
	a.Admin("PUT", "accounts/"+awstest.Mine+"/regions/"+awstest.Region+"/settings", map[string]bool{"encryptionByDefault": true})
	out, err := a.EC2().GetEbsEncryptionByDefault(t.Context(), &ec2.GetEbsEncryptionByDefaultInput{})
	if err != nil || !*out.EbsEncryptionByDefault {
		t.Fatalf("answer is %v, %v", out, err)
	}
	id := a.Snapshot()
	described, err := a.EC2().DescribeSnapshots(t.Context(), &ec2.DescribeSnapshotsInput{SnapshotIds: []string{id}})
	if err != nil || !*described.Snapshots[0].Encrypted || described.Snapshots[0].KmsKeyId == nil {
		t.Errorf("snapshot is %v, %v", described, err)
	}
}
