// Package awsconfig makes the AWS SDK's configuration from settings, environment
// and secrets, and refuses what would fail late or leak: half a key pair, a
// profile that is nowhere, an endpoint without TLS.
package awsconfig

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// Settings are what a configuration is made from. Empty fields are unset, and
// the SDK's own sources (environment, files, SSO, web identity, container, IMDS)
// answer for them.
type Settings struct {
	// Region is the AWS region, such as "us-east-1".
	Region string
	// Profile is a profile's name; it wins over access keys.
	Profile string
	// AccessKeyID and SecretAccessKey are a key pair, and SessionToken belongs
	// to a temporary one. They are read from the environment by the SDK itself;
	// here they are only checked for being complete.
	AccessKeyID, SecretAccessKey, SessionToken string
	// Socket is where the client of a build gives keys and renews them; it wins
	// over every other credential.
	Socket string
	// MFACode asks a person for the code of the device that a role wants; nil
	// where there is nobody.
	MFACode func() (string, error)
	// ConfigFile, CredentialsFile and CABundle are names of files that are used
	// in the place of the SDK's own; CABundle is trusted beside the public roots.
	ConfigFile, CredentialsFile, CABundle string
	// Endpoint replaces the endpoint of every service.
	Endpoint string
	// Endpoints replaces that of single services; the keys are their settings'
	// names, such as AWS_ENDPOINT_URL_S3.
	Endpoints map[string]string
	// FIPS and DualStack choose AWS's endpoints of that kind.
	FIPS, DualStack bool
	// AllowHTTP allows an endpoint without TLS off loopback.
	AllowHTTP bool
	// OnCall is told each answered attempt of a call; nil for nobody.
	OnCall func(Call)
}

// FromEnvironment takes the secrets from the environment and from the files in
// the folder of secrets that exist there, and everything else from values.
func FromEnvironment(values option.Values, getenv func(string) string, secrets string) Settings {
	return Settings{
		Region:          values.Get(option.Region),
		Profile:         getenv(option.SecretProfile),
		AccessKeyID:     getenv(option.SecretAccessKeyID),
		SecretAccessKey: getenv(option.SecretSecretKey),
		SessionToken:    getenv(option.SecretSessionToken),
		Socket:          existing(getenv(step.CredentialsEnv), fs.ModeSocket),
		ConfigFile:      secretFile(secrets, option.SecretConfig),
		CredentialsFile: secretFile(secrets, option.SecretCredentials),
		CABundle:        secretFile(secrets, option.SecretCABundle),
		Endpoint:        values.Get(option.EndpointURL),
		Endpoints:       serviceEndpoints(values),
		FIPS:            values.Bool(option.UseFIPS),
		DualStack:       values.Bool(option.UseDualStack),
		AllowHTTP:       values.Bool(option.AllowHTTP),
	}
}

// ClearEmpty unsets the AWS variables of the process that are set and empty, as
// an optional secret that nobody gave is: the SDK takes some of them for given.
func ClearEmpty() error {
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		if value != "" || !strings.HasPrefix(name, "AWS_") {
			continue
		}
		if err := os.Unsetenv(name); err != nil {
			return err
		}
	}
	return nil
}

// Warnings returns what the settings hold that will not be used.
func (s Settings) Warnings() []string {
	if s.Profile == "" || s.AccessKeyID == "" {
		return nil
	}
	return []string{"both AWS_PROFILE and AWS_ACCESS_KEY_ID are given; the profile " + s.Profile + " wins"}
}

func serviceEndpoints(values option.Values) map[string]string {
	found := map[string]string{}
	for _, name := range []string{option.EndpointURLS3, option.EndpointURLEC2, option.EndpointURLEBS, option.EndpointURLSTS, option.EndpointURLIAM} {
		if value := values.Get(name); value != "" {
			found[name] = value
		}
	}
	return found
}

// secretFile returns the secret's path, or "" where nobody mounted it.
func secretFile(folder, name string) string {
	return existing(filepath.Join(folder, name), 0)
}

// existing returns the path of a file of that type, or "" where there is none.
func existing(path string, kind fs.FileMode) string {
	if info, err := os.Stat(path); err != nil || info.Mode()&fs.ModeType != kind {
		return ""
	}
	return path
}
