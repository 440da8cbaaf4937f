package awsconfig

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
)

// ProfileError is a profile that stands in none of the files.
type ProfileError struct {
	// Profile is the profile's name.
	Profile string
	// Files are the files that were read.
	Files []string
}

// Error names the profile and the files.
func (e *ProfileError) Error() string {
	return fmt.Sprintf("AWS profile %q is not in %s; add it there, pass the files that hold it, or choose another by AWS_PROFILE", e.Profile, strings.Join(e.Files, " or "))
}

// CredentialsError is the lack of credentials that AWS could be asked with.
type CredentialsError struct {
	// Profile is the profile that was asked for; it may be empty.
	Profile string
	// Forwarded tells that the client of the build was asked by its socket.
	Forwarded bool
	// Err is the SDK's reason.
	Err error
}

// Error says which ways there are to give credentials.
func (e *CredentialsError) Error() string {
	if e.Forwarded {
		return "the client of this build gives no AWS credentials: " + reason(e.Err)
	}
	if e.Profile != "" {
		return fmt.Sprintf("AWS profile %q gives no credentials: %s", e.Profile, safeText(e.Err))
	}
	return "no AWS credentials found; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (with AWS_SESSION_TOKEN for temporary ones)"
}

// reason is the message of a service alone, without what the SDK puts around it.
func reason(err error) string {
	var api interface{ ErrorMessage() string }
	if errors.As(err, &api) && api.ErrorMessage() != "" {
		return api.ErrorMessage()
	}
	return safeText(err)
}

// safeText is an error's text on one line. The SDK quotes what a
// credential_process printed, keys and all: of such an error only the end is told.
func safeText(err error) string {
	prefix := ""
	var process *processcreds.ProviderError
	if errors.As(err, &process) {
		prefix, err = "its credential_process: ", process.Err
		for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
			err = inner
		}
	}
	return prefix + strings.Join(strings.Fields(err.Error()), " ")
}

// Unwrap returns the SDK's reason.
func (e *CredentialsError) Unwrap() error { return e.Err }

// IncompleteKeyError is one half of a key pair.
type IncompleteKeyError struct {
	// Given and Missing are the names of the two variables.
	Given, Missing string
}

// Error names both halves.
func (e *IncompleteKeyError) Error() string {
	return fmt.Sprintf("%s is given without %s; give both, or AWS_PROFILE", e.Given, e.Missing)
}

func (s Settings) checkKeys() error {
	const id, secret = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"
	switch {
	case s.Profile != "" || (s.AccessKeyID == "") == (s.SecretAccessKey == ""):
		return nil
	case s.AccessKeyID == "":
		return &IncompleteKeyError{Given: secret, Missing: id}
	}
	return &IncompleteKeyError{Given: id, Missing: secret}
}
