package client

import (
	"context"
	"fmt"

	"github.com/amikit/amikit/internal/awsconfig"
	"github.com/amikit/amikit/internal/option"
	"github.com/moby/buildkit/session/secrets"
)

// profileStore are the keys behind a profile of this machine, in front of the
// other secrets, of which it hides those that would win over the keys.
type profileStore struct {
	keys   awsconfig.Keys
	others secrets.SecretStore
}

// GetSecret returns a key, or another secret that is no AWS credential.
func (s profileStore) GetSecret(ctx context.Context, id string) ([]byte, error) {
	switch id {
	case option.SecretAccessKeyID, option.SecretSecretKey, option.SecretSessionToken:
		return fileStore(s.keys).GetSecret(ctx, id)
	case option.SecretProfile, option.SecretConfig, option.SecretCredentials:
		return nil, secrets.ErrNotFound
	}
	return s.others.GetSecret(ctx, id)
}

// profileKeys finds the keys before the build begins, on the machine whose files
// the SDK reads; nil where no profile is asked for.
func profileKeys(ctx context.Context, profile string) (awsconfig.Keys, error) {
	if profile == "" {
		return nil, nil
	}
	keys, err := awsconfig.ResolveKeys(ctx, awsconfig.Settings{Profile: profile})
	if err != nil {
		return nil, fmt.Errorf("--aws-profile: %w", err)
	}
	return keys, nil
}
