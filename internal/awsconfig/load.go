package awsconfig

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/smithy-go/logging"
)

// attempts is how often the SDK sends one request; it is the only retry of a request.
const attempts = 5

// Load checks the settings and makes the SDK's configuration. Credentials are
// retrieved once, so that missing ones fail here: a [*CredentialsError].
func Load(ctx context.Context, s Settings) (aws.Config, error) { return s.load(ctx) }

func (s Settings) load(ctx context.Context, more ...func(*config.LoadOptions) error) (aws.Config, error) {
	if err := s.Validate(); err != nil {
		return aws.Config{}, err
	}
	client, err := newHTTPClient(cmp.Or(s.CABundle, os.Getenv("AWS_CA_BUNDLE")))
	if err != nil {
		return aws.Config{}, err
	}
	if err := s.pinSTS(); err != nil {
		return aws.Config{}, err
	}
	options := append(s.loadOptions(), config.WithHTTPClient(client))
	cfg, err := config.LoadDefaultConfig(ctx, append(options, more...)...)
	if err != nil {
		return aws.Config{}, s.explain(err)
	}
	cfg.APIOptions = append(cfg.APIOptions, s.refuseHTTP)
	if s.OnCall != nil {
		cfg.APIOptions = append(cfg.APIOptions, s.observe)
	}
	if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
		return aws.Config{}, &CredentialsError{Profile: s.Profile, Forwarded: s.Socket != "", Err: err}
	}
	return cfg, nil
}

// Validate reports every problem that can be seen without asking AWS.
func (s Settings) Validate() error {
	return errors.Join(s.checkKeys(), s.checkEndpoints())
}

func (s Settings) loadOptions() []func(*config.LoadOptions) error {
	options := []func(*config.LoadOptions) error{
		config.WithRetryMode(aws.RetryModeAdaptive),
		config.WithRetryMaxAttempts(attempts),
		config.WithLogger(logging.Nop{}), // the SDK's warnings would stand beside our one line
	}
	if s.Socket != "" {
		options = append(options, config.WithCredentialsProvider(forwarded(s.Socket)))
	}
	if s.MFACode != nil {
		options = append(options, config.WithAssumeRoleCredentialOptions(func(o *stscreds.AssumeRoleOptions) { o.TokenProvider = s.MFACode }))
	}
	add := func(value string, option func(string) config.LoadOptionsFunc) {
		if value != "" {
			options = append(options, option(value))
		}
	}
	if s.FIPS {
		options = append(options, config.WithUseFIPSEndpoint(aws.FIPSEndpointStateEnabled))
	}
	if s.DualStack {
		options = append(options, config.WithUseDualStackEndpoint(aws.DualStackEndpointStateEnabled))
	}
	add(s.Region, config.WithRegion)
	add(s.Profile, config.WithSharedConfigProfile)
	add(s.Endpoint, config.WithBaseEndpoint)
	add(s.ConfigFile, func(file string) config.LoadOptionsFunc { return config.WithSharedConfigFiles([]string{file}) })
	add(s.CredentialsFile, func(file string) config.LoadOptionsFunc { return config.WithSharedCredentialsFiles([]string{file}) })
	return options
}

func (s Settings) explain(err error) error {
	var missing config.SharedConfigProfileNotExistError
	if errors.As(err, &missing) {
		return &ProfileError{Profile: missing.Profile, Files: s.profileFiles()}
	}
	return fmt.Errorf("read AWS's settings: %s; mend them in %s", strings.Join(strings.Fields(err.Error()), " "), strings.Join(s.profileFiles(), " or "))
}

// profileFiles are where a profile is looked for; the SDK's error does not say.
func (s Settings) profileFiles() []string {
	return []string{
		cmp.Or(s.ConfigFile, os.Getenv("AWS_CONFIG_FILE"), config.DefaultSharedConfigFilename()),
		cmp.Or(s.CredentialsFile, os.Getenv("AWS_SHARED_CREDENTIALS_FILE"), config.DefaultSharedCredentialsFilename()),
	}
}
