package s3

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
)

func TestABucketOfAnotherRegionIsRedirected(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice().in("eu-west-1"), "european")
	_, err := client(server, alice()).ListObjectsV2(t.Context(), &awss3.ListObjectsV2Input{Bucket: aws.String("european")})
	wantCode(t, err, "PermanentRedirect", 301)
	put(t, client(server, alice().in("eu-west-1")), "european", "a", []byte("a"))
}

func TestHeadBucketTellsTheRegionEvenWhenItRefuses(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice().in("eu-west-1"), "european")
	for name, c := range map[string]struct {
		login  login
		status int
		region string
	}{
		"to the owner in its region":   {alice().in("eu-west-1"), 200, "eu-west-1"},
		"to the owner in another":      {alice(), 301, "eu-west-1"},
		"to another account":           {bob().in("eu-west-1"), 403, "eu-west-1"},
		"to somebody without any keys": {login{region: "eu-west-1"}, 403, "eu-west-1"},
	} {
		t.Run(name, func(t *testing.T) {
			status, region := headBucket(t, server.URL, c.login, "european")
			if status != c.status || region != c.region {
				t.Errorf("got %d and region %q, want %d and %q", status, region, c.status, c.region)
			}
		})
	}
}

func TestHeadOfABucketThatDoesNotExistNamesNoRegion(t *testing.T) {
	server := serve(t, Config{})
	if status, region := headBucket(t, server.URL, alice(), "nowhere"); status != 404 || region != "" {
		t.Errorf("got %d and region %q, want 404 and none", status, region)
	}
}

func TestTheLocationOfABucketIsItsRegion(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "american")
	makeBucket(t, server, alice().in("eu-west-1"), "european")
	for bucket, want := range map[string]string{"american": "", "european": "eu-west-1"} {
		out, err := client(server, alice()).GetBucketLocation(t.Context(), &awss3.GetBucketLocationInput{Bucket: &bucket})
		if err != nil {
			t.Fatalf("location of %s: %v", bucket, err)
		}
		if string(out.LocationConstraint) != want {
			t.Errorf("%s is in %q, want %q", bucket, out.LocationConstraint, want)
		}
	}
}

func TestALocationConstraintMustFitTheRegion(t *testing.T) {
	server := serve(t, Config{})
	for name, c := range map[string]struct{ region, constraint, code string }{
		"none outside us-east-1":      {"eu-west-1", "", "IllegalLocationConstraintException"},
		"another regional endpoint's": {"eu-west-1", "eu-north-1", "IllegalLocationConstraintException"},
		"us-east-1 by name":           {"us-east-1", "us-east-1", "InvalidLocationConstraint"},
		"nonsense":                    {"us-east-1", "moon", "InvalidLocationConstraint"},
	} {
		t.Run(name, func(t *testing.T) {
			in := &awss3.CreateBucketInput{Bucket: aws.String("bucket")}
			if c.constraint != "" {
				in.CreateBucketConfiguration = locatedIn(c.constraint)
			}
			_, err := client(server, alice().in(c.region)).CreateBucket(t.Context(), in)
			wantCode(t, err, c.code, 400)
		})
	}
}

func TestASignatureForNoRegionNamesTheRightOne(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice().in("eu-west-1"), "european")
	_, err := client(server, alice().in("nowhere")).ListObjectsV2(t.Context(), &awss3.ListObjectsV2Input{Bucket: aws.String("european")})
	wantCode(t, err, "AuthorizationHeaderMalformed", 400)
	if !strings.Contains(err.Error(), "expecting 'eu-west-1'") {
		t.Errorf("%v does not name eu-west-1", err)
	}
}

func headBucket(t *testing.T, url string, l login, bucket string) (status int, region string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodHead, url+"/"+bucket, nil)
	if err != nil {
		t.Fatal(err)
	}
	if l.accessKey != "" {
		sign(t, req, l)
	}
	resp, err := (&http.Transport{}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, resp.Header.Get("X-Amz-Bucket-Region")
}
