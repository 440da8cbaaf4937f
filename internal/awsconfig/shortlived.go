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
	cfg, err := s.load(ctx, config.WithDefaultRegion(defaultRegion),
		config.WithCredentialsCacheOptions(func(o *aws.CredentialsCacheOptions) { o.ExpiryWindow = handedOutWindow }))
	if err != nil {
		return nil, err
	}
	keys, err := cfg.Credentials.Retrieve(ctx)
	if err != nil || keys.SessionToken != "" {
		return cfg.Credentials, err
	}
	session := aws.NewCredentialsCache(sessionKeys{sts.NewFromConfig(cfg)}, func(o *aws.CredentialsCacheOptions) { o.ExpiryWindow = handedOutWindow })
	if _, err := session.Retrieve(ctx); err != nil {
		return nil, &SessionError{Profile: s.Profile, Err: err}
	}
	return session, nil
}

// sessionKeys asks STS for temporary keys of the same user.
type sessionKeys struct{ client *sts.Client }

// Retrieve returns new keys.
func (k sessionKeys) Retrieve(ctx context.Context) (aws.Credentials, error) {
	out, err := k.client.GetSessionToken(ctx, &sts.GetSessionTokenInput{DurationSeconds: aws.Int32(int32(sessionTime / time.Second))})
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
