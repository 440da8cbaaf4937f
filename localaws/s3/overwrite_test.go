package s3

import (
	"bytes"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// described is an object with all that a request can say about one.
func described(key string) *awss3.PutObjectInput {
	return &awss3.PutObjectInput{
		Bucket: aws.String("disks"), Key: aws.String(key), Body: bytes.NewReader([]byte("first")), Tagging: aws.String("a=b"),
		ContentType: aws.String("text/plain"), CacheControl: aws.String("no-store"), ContentLanguage: aws.String("en"),
		Metadata: map[string]string{"digest": "sha256:1"},
	}
}

func TestWhatIsWrittenOverAnObjectHasNothingOfIt(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	for name, replace := range map[string]func(t *testing.T, key string){
		"put": func(t *testing.T, key string) { put(t, c, "disks", key, []byte("second")) },
		"upload": func(t *testing.T, key string) {
			u := startUpload(t, c, "disks", key)
			u.put(1, []byte("second"))
			if _, err := u.complete(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := c.PutObject(t.Context(), described(name)); err != nil {
				t.Fatal(err)
			}
			replace(t, name)
			wantPlain(t, c, name)
			if got := get(t, c, "disks", name); string(got) != "second" {
				t.Errorf("it holds %q", got)
			}
		})
	}
}

func wantPlain(t *testing.T, c *awss3.Client, key string) {
	t.Helper()
	head, err := c.HeadObject(t.Context(), &awss3.HeadObjectInput{Bucket: aws.String("disks"), Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	if len(head.Metadata) > 0 || head.CacheControl != nil || head.ContentLanguage != nil || aws.ToString(head.ContentType) == "text/plain" || aws.ToInt32(head.TagCount) > 0 {
		t.Errorf("the object has %v, %v, %v, %v and %v tags", head.Metadata, aws.ToString(head.CacheControl),
			aws.ToString(head.ContentLanguage), aws.ToString(head.ContentType), aws.ToInt32(head.TagCount))
	}
}

func TestAnObjectKeepsItsMetadataWhileItsTagsChange(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	if _, err := c.PutObject(t.Context(), described("disk.raw")); err != nil {
		t.Fatal(err)
	}
	_, err := c.PutObjectTagging(t.Context(), &awss3.PutObjectTaggingInput{
		Bucket: aws.String("disks"), Key: aws.String("disk.raw"),
		Tagging: &types.Tagging{TagSet: []types.Tag{{Key: aws.String("c"), Value: aws.String("d")}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	head, err := c.HeadObject(t.Context(), &awss3.HeadObjectInput{Bucket: aws.String("disks"), Key: aws.String("disk.raw")})
	if err != nil || head.Metadata["digest"] != "sha256:1" || aws.ToString(head.CacheControl) != "no-store" {
		t.Errorf("the object has %+v, %v", head, err)
	}
}
