package option_test

import (
	"testing"

	"github.com/amikit/amikit/internal/option"
)

func TestNearest(t *testing.T) {
	for given, want := range map[string]string{
		"S3BUCKET": "S3_BUCKET", "REGOIN": "REGION", "region": "REGION", "S3_BUCKET": "", "MARS": "", "K8S_DISTRIBUTION": "", "T": "",
	} {
		if got := option.Nearest(given); got != want {
			t.Errorf("%s is near %q, want %q", given, got, want)
		}
	}
}

func TestNearestSecret(t *testing.T) {
	for given, want := range map[string]string{
		"AWS_ACCES_KEY_ID": "AWS_ACCESS_KEY_ID", "aws_profile": "AWS_PROFILE", "userdata": "user-data", "AWS_PROFILE": "", "TOKEN": "",
	} {
		if got := option.NearestSecret(given); got != want {
			t.Errorf("%s is near %q, want %q", given, got, want)
		}
	}
}
