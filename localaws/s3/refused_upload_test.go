package s3

import (
	"bytes"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
)

func TestTheSenderOfALargeBodyReadsWhyItIsRefused(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, bob(), "bobs")
	makeBucket(t, server, alice().in("eu-west-1"), "european")
	body := noise(16 << 20)
	for name, c := range map[string]struct {
		login        login
		bucket, code string
		status       int
	}{
		"no such bucket":           {alice(), "nowhere", "NoSuchBucket", 404},
		"the bucket of another":    {alice(), "bobs", "AccessDenied", 403},
		"a bucket of other region": {alice(), "european", "PermanentRedirect", 301},
		"a wrong secret":           {login{"AKIAALICE", "wrong", "", "us-east-1"}, "bobs", "SignatureDoesNotMatch", 403},
	} {
		for how, threshold := range map[string]int64{"at once": -1, "after 100": 1 << 20} {
			t.Run(name+" "+how, func(t *testing.T) {
				c3 := client(server, c.login, func(o *awss3.Options) { o.ContinueHeaderThresholdBytes = threshold })
				_, err := c3.PutObject(t.Context(), &awss3.PutObjectInput{
					Bucket: aws.String(c.bucket), Key: aws.String("k"), Body: bytes.NewReader(body),
				})
				wantCode(t, err, c.code, c.status)
			})
		}
	}
}
