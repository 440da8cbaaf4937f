package s3

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
)

func TestTheExpectedBucketOwnerIsAnAccountNumber(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	for name, c := range map[string]struct {
		owner  string
		code   string
		status int
	}{
		"another account": {bobID, "AccessDenied", 403},
		"not 12 digits":   {"AKIAALICE", "InvalidBucketOwnerAWSAccountID", 400},
		"digits too few":  {"123", "InvalidBucketOwnerAWSAccountID", 400},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client(server, alice()).ListObjectsV2(t.Context(), &awss3.ListObjectsV2Input{
				Bucket: aws.String("disks"), ExpectedBucketOwner: aws.String(c.owner),
			})
			wantCode(t, err, c.code, c.status)
		})
	}
	_, err := client(server, alice()).ListObjectsV2(t.Context(), &awss3.ListObjectsV2Input{
		Bucket: aws.String("disks"), ExpectedBucketOwner: aws.String(aliceID),
	})
	if err != nil {
		t.Errorf("the right owner is refused: %v", err)
	}
}

func TestABucketBelongsToTheAccountAndNotToTheKey(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	second := login{"AKIAALICESECOND", "alice-second-secret", "", "us-east-1"}
	put(t, client(server, second), "disks", "a", []byte("a"))
	_, err := client(server, bob()).ListObjectsV2(t.Context(), &awss3.ListObjectsV2Input{Bucket: aws.String("disks")})
	wantCode(t, err, "AccessDenied", 403)
}

func TestABucketNameIsTakenForEverybody(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice().in("eu-west-1"), "disks")
	_, err := client(server, bob()).CreateBucket(t.Context(), &awss3.CreateBucketInput{Bucket: aws.String("disks")})
	wantCode(t, err, "BucketAlreadyExists", 409)
	_, err = client(server, alice().in("eu-west-1")).CreateBucket(t.Context(), &awss3.CreateBucketInput{
		Bucket: aws.String("disks"), CreateBucketConfiguration: locatedIn("eu-west-1"),
	})
	wantCode(t, err, "BucketAlreadyOwnedByYou", 409)
}

func TestAnOwnerMayCreateABucketTwiceInUSEast1(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	put(t, client(server, alice()), "disks", "a", []byte("a"))
	makeBucket(t, server, alice(), "disks")
	if got := get(t, client(server, alice()), "disks", "a"); string(got) != "a" {
		t.Errorf("the object is now %q", got)
	}
}

func TestAnAccountListsItsOwnBuckets(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "american")
	makeBucket(t, server, alice().in("eu-west-1"), "european")
	makeBucket(t, server, bob(), "bobs")
	out, err := client(server, alice()).ListBuckets(t.Context(), &awss3.ListBucketsInput{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, b := range out.Buckets {
		names = append(names, aws.ToString(b.Name))
	}
	if len(names) != 2 || names[0] != "american" || names[1] != "european" {
		t.Errorf("alice sees %v, want american and european", names)
	}
}
