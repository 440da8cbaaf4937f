package awsconfig

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// deviceRole returns what assumes the role of a profile that wants the code of an
// MFA device; nil where the profile is another. The code opens one session of the
// user, for twelve hours, and the role is assumed from that: so nobody is asked
// again when the role's own keys end in the middle of a build.
func (s Settings) deviceRole(ctx context.Context) (aws.CredentialsProvider, error) {
	profile, err := s.sharedConfig(ctx)
	if err != nil || s.MFACode == nil || profile.MFASerial == "" || profile.RoleARN == "" || profile.SourceProfileName == "" {
		return nil, nil // a mistake in the files is told by the SDK's own look at them
	}
	source := s
	source.Profile = profile.SourceProfileName
	cfg, err := source.load(ctx, config.WithDefaultRegion(defaultRegion))
	if err != nil {
		return nil, err
	}
	keys, err := cfg.Credentials.Retrieve(ctx)
	if err != nil {
		return nil, &CredentialsError{Profile: source.Profile, Err: err}
	}
	if keys.SessionToken != "" { // a session cannot open another one
		return nil, nil
	}
	cfg.Credentials = handedOut(sessionKeys{sts.NewFromConfig(cfg), profile.MFASerial, s.MFACode})
	role := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), profile.RoleARN, roleOptions(profile))
	return handedOut(role), nil
}

// roleOptions are what the profile says of its role.
func roleOptions(profile config.SharedConfig) func(*stscreds.AssumeRoleOptions) {
	return func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = profile.RoleSessionName
		if profile.ExternalID != "" {
			o.ExternalID = aws.String(profile.ExternalID)
		}
		if profile.RoleDurationSeconds != nil {
			o.Duration = *profile.RoleDurationSeconds
		}
	}
}

func (s Settings) sharedConfig(ctx context.Context) (config.SharedConfig, error) {
	files := s.profileFiles()
	profile, err := config.LoadSharedConfigProfile(ctx, s.Profile, func(o *config.LoadSharedConfigOptions) {
		o.ConfigFiles, o.CredentialsFiles = files[:1], files[1:]
	})
	if err != nil {
		return profile, fmt.Errorf("read profile %s: %w", s.Profile, err)
	}
	return profile, nil
}

// handedOut renews keys early enough for a build to use them.
func handedOut(provider aws.CredentialsProvider) aws.CredentialsProvider {
	return aws.NewCredentialsCache(provider, func(o *aws.CredentialsCacheOptions) { o.ExpiryWindow = handedOutWindow })
}
