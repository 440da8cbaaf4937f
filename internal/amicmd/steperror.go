package amicmd

import (
	"errors"
	"strings"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/awsconfig"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// stepError keeps AWS's code and request ID for those who read the error's file.
func stepError(err error) *step.Error {
	e := &step.Error{Step: target, Message: oneLine(err)}
	var call *ami.CallError
	var denied *ami.DeniedError
	switch {
	case errors.As(err, &denied):
		e.Code, e.RequestID = denied.Code, denied.RequestID
	case errors.As(err, &call):
		e.Code, e.RequestID = call.Code, call.RequestID
	}
	e.Secrets = wantedSecrets(err)
	return e
}

// wantedSecrets are the IDs of the secrets whose lack is the error.
func wantedSecrets(err error) []string {
	var none *awsconfig.CredentialsError
	var half *awsconfig.IncompleteKeyError
	var profile *awsconfig.ProfileError
	switch {
	case errors.As(err, &half):
		return []string{half.Missing}
	case errors.As(err, &profile):
		return []string{option.SecretConfig, option.SecretCredentials}
	case errors.As(err, &none) && none.Profile == "" && !none.Forwarded:
		return []string{option.SecretProfile, option.SecretAccessKeyID, option.SecretSecretKey, option.SecretConfig, option.SecretCredentials}
	}
	return nil
}

func oneLine(err error) string {
	return strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' }), "; ")
}
