package client

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/moby/buildkit/session/secrets"

	"github.com/amikit/amikit/frontend"
	"github.com/amikit/amikit/internal/awsconfig"
	"github.com/amikit/amikit/internal/dotenv"
	"github.com/amikit/amikit/internal/option"
)

// withoutCredentials hides the AWS credentials among the secrets of a build that
// gets those of a profile by a socket.
type withoutCredentials struct{ secrets.SecretStore }

// GetSecret returns a secret that is no AWS credential.
func (s withoutCredentials) GetSecret(ctx context.Context, id string) ([]byte, error) {
	switch id {
	case option.SecretAccessKeyID, option.SecretSecretKey, option.SecretSessionToken,
		option.SecretProfile, option.SecretConfig, option.SecretCredentials:
		return nil, secrets.ErrNotFound
	}
	return s.SecretStore.GetSecret(ctx, id)
}

// profileKeys finds what gives short-lived keys for the profile, on the machine
// whose files the SDK reads; nil where no profile is asked for. Whatever has to be
// asked of a person is asked now, before the build begins.
func profileKeys(ctx context.Context, o Options, env Environment) (aws.CredentialsProvider, error) {
	if o.Profile == "" || !o.builds() {
		return nil, nil
	}
	args, err := readBuildArgs(o, env)
	if err != nil {
		return nil, err
	}
	values := option.Resolve(func(name string) string { return args[name] })
	settings := awsconfig.FromEnvironment(values, func(string) string { return "" }, os.DevNull)
	settings.Profile, settings.MFACode = o.Profile, env.mfaCode(o.Profile)
	keys, err := awsconfig.ShortLived(ctx, settings)
	if err != nil {
		return nil, fmt.Errorf("--aws-profile: %w", err)
	}
	return keys, nil
}

// mfaCode asks for the code of the device that the profile's role wants.
func (e Environment) mfaCode(profile string) func() (string, error) {
	if e.Ask == nil {
		return nil
	}
	return func() (string, error) { return e.Ask("MFA code for AWS profile " + profile + ": ") }
}

// secretProfile is the profile that .secret names. Its files stay here, so it is
// resolved here, unless they are given as secrets.
func secretProfile(o Options) (string, error) {
	if o.Target != frontend.TargetAMI || !o.builds() || o.givesSecret(option.SecretConfig) || o.givesSecret(option.SecretCredentials) {
		return "", nil
	}
	file, err := readContextFile(o.Context, dotenv.SecretFile)
	return file[option.SecretProfile], err
}

func (o Options) givesSecret(id string) bool {
	for _, spec := range o.Secrets {
		if source, err := parseSecret(spec); err == nil && strings.EqualFold(source.ID, id) {
			return true
		}
	}
	return false
}
