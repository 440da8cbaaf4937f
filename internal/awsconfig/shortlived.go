package awsconfig

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// handedOutWindow is how much time keys have left at the least when they are
// given to a build, where their source gives that much.
const handedOutWindow = 5 * time.Minute

// sessionTime is how long the keys last that stand for long-lived ones.
const sessionTime = time.Hour

// defaultRegion is the region of STS for a profile that names none.
const defaultRegion = "us-east-1"

// SessionError is a profile's long-lived key that gives no temporary ones.
type SessionError struct {
	// Profile is its name.
	Profile string
	// Err is the answer of STS.
	Err error
}

// Error names the profile and the way to give the key itself.
func (e *SessionError) Error() string {
	return fmt.Sprintf("AWS profile %q holds a long-lived key, and STS gives no temporary ones for it: %v; give the key itself by --secret id=AWS_ACCESS_KEY_ID and id=AWS_SECRET_ACCESS_KEY", e.Profile, e.Err)
}

// Unwrap returns the answer of STS.
func (e *SessionError) Unwrap() error { return e.Err }

// ShortLived returns what gives keys of a limited time for the settings, and
// renews them. A profile that signs in, assumes a role or runs a program gives
// such keys by itself; for a long-lived key they are asked of STS, so that the key
// stays where it is.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
func ShortLived(ctx context.Context, s Settings) (aws.CredentialsProvider, error) {
	if role, err := s.deviceRole(ctx); role != nil || err != nil {
		return checked(ctx, s.Profile, role, err)
	}
	cfg, err := s.load(ctx, config.WithDefaultRegion(defaultRegion),
		config.WithCredentialsCacheOptions(func(o *aws.CredentialsCacheOptions) { o.ExpiryWindow = handedOutWindow }))
	if err != nil {
		return nil, err
	}
	keys, err := cfg.Credentials.Retrieve(ctx)
	if err != nil {
		return nil, &CredentialsError{Profile: s.Profile, Err: err}
	}
	if keys.SessionToken != "" {
		return cfg.Credentials, nil
	}
	session := handedOut(sessionKeys{client: sts.NewFromConfig(cfg)})
	if _, err := session.Retrieve(ctx); err != nil {
		return nil, &SessionError{Profile: s.Profile, Err: err}
	}
	return session, nil
}

// checked asks once for keys, so that what is wrong is told before the build.
func checked(ctx context.Context, profile string, provider aws.CredentialsProvider, err error) (aws.CredentialsProvider, error) {
	if err != nil {
		return nil, err
	}
	if _, err := provider.Retrieve(ctx); err != nil {
		return nil, &CredentialsError{Profile: profile, Err: err}
	}
	return provider, nil
}

// sessionKeys asks STS for temporary keys of the same user: for an hour, or with
// a device's code for as long as STS gives them by itself.
type sessionKeys struct {
	client *sts.Client
	device string
	code   func() (string, error)
}

func (k sessionKeys) input() (*sts.GetSessionTokenInput, error) {
	if k.device == "" {
		return &sts.GetSessionTokenInput{DurationSeconds: aws.Int32(int32(sessionTime / time.Second))}, nil
	}
	code, err := k.code()
	return &sts.GetSessionTokenInput{SerialNumber: aws.String(k.device), TokenCode: aws.String(code)}, err
}

// Retrieve returns new keys.
func (k sessionKeys) Retrieve(ctx context.Context) (aws.Credentials, error) {
	in, err := k.input()
	if err != nil {
		return aws.Credentials{}, err
	}
	out, err := k.client.GetSessionToken(ctx, in)
	if err != nil {
		return aws.Credentials{}, err
	}
	c := out.Credentials
	return aws.Credentials{
		AccessKeyID:     aws.ToString(c.AccessKeyId),
		SecretAccessKey: aws.ToString(c.SecretAccessKey),
		SessionToken:    aws.ToString(c.SessionToken),
		Source:          "GetSessionToken",
		CanExpire:       true,
		Expires:         aws.ToTime(c.Expiration),
	}, nil
}
