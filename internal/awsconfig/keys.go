package awsconfig

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/amikit/amikit/internal/option"
)

// Keys are one pair of keys.
type Keys struct {
	// AccessKeyID and SecretAccessKey are the pair.
	AccessKeyID, SecretAccessKey string
	// SessionToken belongs to temporary ones.
	SessionToken string
	// Expires is their end; zero means that nobody knows one.
	Expires time.Time
}

// ResolveKeys asks the SDK for the keys behind the settings: a profile's sign-in,
// role, web identity or program gives temporary ones, a profile with keys those.
func ResolveKeys(ctx context.Context, s Settings) (Keys, error) {
	cfg, err := s.load(ctx, config.WithDefaultRegion(defaultRegion))
	if err != nil {
		return Keys{}, err
	}
	found, err := cfg.Credentials.Retrieve(ctx)
	if err != nil {
		return Keys{}, &CredentialsError{Profile: s.Profile, Err: err}
	}
	keys := Keys{AccessKeyID: found.AccessKeyID, SecretAccessKey: found.SecretAccessKey, SessionToken: found.SessionToken}
	if found.CanExpire {
		keys.Expires = found.Expires
	}
	return keys, nil
}

// KeyForm is how keys are written.
type KeyForm string

// Forms of keys.
const (
	// KeysEnv are lines for a shell's eval.
	KeysEnv KeyForm = "env"
	// KeysFile is a credentials file as the AWS CLI has it, with one profile, default.
	KeysFile KeyForm = "file"
	// KeysJSON is what the SDKs read from a credential_process.
	// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
	KeysJSON KeyForm = "json"
)

// Write writes the keys in the form; it refuses what is no form.
func (k Keys) Write(w io.Writer, form KeyForm) error {
	forms := map[KeyForm]func() (string, error){KeysEnv: k.env, KeysFile: k.file, KeysJSON: k.json}
	format, known := forms[form]
	if !known {
		return fmt.Errorf("--format %q is unknown: it must be env, file or json", form)
	}
	text, err := format()
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}

// pair is a key by the name of its secret.
type pair struct{ name, value string }

func (k Keys) pairs() []pair {
	return []pair{
		{option.SecretAccessKeyID, k.AccessKeyID}, {option.SecretSecretKey, k.SecretAccessKey}, {option.SecretSessionToken, k.SessionToken},
	}
}

func (k Keys) env() (string, error) {
	var text strings.Builder
	for _, p := range k.pairs() {
		if p.value == "" { // an older token would be sent with these keys
			fmt.Fprintf(&text, "unset %s\n", p.name)
			continue
		}
		fmt.Fprintf(&text, "export %s='%s'\n", p.name, strings.ReplaceAll(p.value, "'", `'\''`))
	}
	return text.String(), nil
}

func (k Keys) file() (string, error) {
	var text strings.Builder
	text.WriteString("[default]\n")
	for _, p := range k.pairs() {
		if p.value != "" {
			fmt.Fprintf(&text, "%s = %s\n", strings.ToLower(p.name), p.value)
		}
	}
	return text.String(), nil
}

func (k Keys) json() (string, error) {
	form := map[string]any{"Version": 1, "AccessKeyId": k.AccessKeyID, "SecretAccessKey": k.SecretAccessKey}
	if k.SessionToken != "" {
		form["SessionToken"] = k.SessionToken
	}
	if !k.Expires.IsZero() {
		form["Expiration"] = k.Expires.UTC().Format(time.RFC3339)
	}
	data, err := json.Marshal(form)
	if err != nil {
		return "", fmt.Errorf("encode the keys: %w", err)
	}
	return string(data) + "\n", nil
}
