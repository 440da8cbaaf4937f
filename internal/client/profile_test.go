package client

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/moby/buildkit/session/secrets"
)

func TestAProfilesKeysStandForAllOtherCredentials(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte("[profile one]\naws_access_key_id = AKIAONE\naws_secret_access_key = one\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", file)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", file+"-none")
	keys, err := profileKeys(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	store := profileStore{keys, fileStore{"AWS_PROFILE": "two", "AWS_SESSION_TOKEN": "old", "aws-config": "two", "ca-bundle": "pem"}}
	for id, want := range map[string]string{"AWS_ACCESS_KEY_ID": "AKIAONE", "AWS_SECRET_ACCESS_KEY": "one", "ca-bundle": "pem"} {
		if got, err := store.GetSecret(t.Context(), id); err != nil || string(got) != want {
			t.Errorf("%s is %q, %v", id, got, err)
		}
	}
	for _, id := range []string{"AWS_PROFILE", "AWS_SESSION_TOKEN", "aws-config", "aws-credentials"} {
		if got, err := store.GetSecret(t.Context(), id); !errors.Is(err, secrets.ErrNotFound) {
			t.Errorf("%s is %q, %v", id, got, err)
		}
	}
}

func TestNoProfileLeavesTheSecretsAlone(t *testing.T) {
	if keys, err := profileKeys(t.Context(), ""); keys != nil || err != nil {
		t.Fatalf("keys are %v, %v", keys, err)
	}
}
