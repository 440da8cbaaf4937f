package s3

import (
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// wantCode fails unless AWS refused with this code and HTTP status.
func wantCode(t *testing.T, err error, code string, status int) {
	t.Helper()
	var api smithy.APIError
	var response *smithyhttp.ResponseError
	if !errors.As(err, &api) || !errors.As(err, &response) {
		t.Fatalf("got %v, want %s", err, code)
	}
	if api.ErrorCode() != code || response.HTTPStatusCode() != status {
		t.Errorf("got %s %d (%v), want %s %d", api.ErrorCode(), response.HTTPStatusCode(), err, code, status)
	}
}

func TestWrongCredentialsAreRefusedAsAWSRefusesThem(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	for name, c := range map[string]struct {
		login  login
		code   string
		status int
	}{
		"an access key that nobody has":    {login{"AKIANOBODY", "x", "", "us-east-1"}, "InvalidAccessKeyId", 403},
		"a wrong secret":                   {login{"AKIAALICE", "wrong", "", "us-east-1"}, "SignatureDoesNotMatch", 403},
		"a temporary key without token":    {login{"ASIAALICE", "temporary-secret", "", "us-east-1"}, "InvalidToken", 400},
		"a temporary key with other token": {login{"ASIAALICE", "temporary-secret", "x", "us-east-1"}, "InvalidToken", 400},
		"a permanent key with a token":     {login{"AKIAALICE", "alice-secret", "x", "us-east-1"}, "InvalidToken", 400},
		"an expired token":                 {login{"ASIAEXPIRED", "expired-secret", "old", "us-east-1"}, "ExpiredToken", 400},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client(server, c.login).ListObjectsV2(t.Context(), &awss3.ListObjectsV2Input{Bucket: aws.String("disks")})
			wantCode(t, err, c.code, c.status)
		})
	}
}

func TestATemporaryKeyWithItsTokenWorks(t *testing.T) {
	server := serve(t, Config{})
	c := client(server, login{"ASIAALICE", "temporary-secret", "token", "us-east-1"})
	makeBucket(t, server, alice(), "disks")
	put(t, c, "disks", "a", []byte("a"))
}
