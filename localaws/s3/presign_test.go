package s3

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
)

func TestAPresignedURLWorksWithoutKeys(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice().in("eu-west-1"), "disks")
	put(t, client(server, alice().in("eu-west-1")), "disks", "a b", noise(1000))
	for name, l := range map[string]login{
		"of a permanent key": alice(),
		"of a temporary key": {"ASIAALICE", "temporary-secret", "token", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := awss3.NewPresignClient(client(server, l.in("eu-west-1")))
			request, err := c.PresignGetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("disks"), Key: aws.String("a b")})
			if err != nil {
				t.Fatal(err)
			}
			resp, err := http.Get(request.URL)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = resp.Body.Close() }()
			body, err := io.ReadAll(resp.Body)
			if err != nil || !bytes.Equal(body, noise(1000)) {
				t.Errorf("%s with %q, %v; want the object", resp.Status, body[:min(len(body), 200)], err)
			}
		})
	}
}
