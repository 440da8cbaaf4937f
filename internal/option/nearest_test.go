package option_test

import (
	"slices"
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

func TestASecretsSlipsAreOtherIDsThanAnySecrets(t *testing.T) {
	var seen []string
	for _, s := range option.Secrets() {
		for _, slip := range s.Slips() {
			if _, isSecret := option.SecretByID(slip); isSecret || slices.Contains(seen, slip) {
				t.Errorf("%s, a slip of %s, is another one's too", slip, s.ID)
			}
			seen = append(seen, slip)
		}
	}
	for _, want := range []string{"aws_access_key_id", "aws-access-key-id", "AWS_SECRET_KEY", "AWS_CREDENTIALS", "aws_credentials", "user_data", "USER_DATA"} {
		if !slices.Contains(seen, want) {
			t.Errorf("%s is no slip of a secret", want)
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
