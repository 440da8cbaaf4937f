package awsconfig

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/amikit/amikit/internal/option"
)

// Keys are one pair of keys, by the IDs of their secrets: AWS_ACCESS_KEY_ID,
// AWS_SECRET_ACCESS_KEY and, for temporary ones, AWS_SESSION_TOKEN.
type Keys map[string]string

// ResolveKeys asks the SDK for the keys behind the settings: a profile's sign-in,
// role, web identity or program gives temporary ones, a profile with keys those.
func ResolveKeys(ctx context.Context, s Settings) (Keys, error) {
	cfg, err := Load(ctx, s)
	if err != nil {
		return nil, err
	}
	found, err := cfg.Credentials.Retrieve(ctx)
	if err != nil {
		return nil, &CredentialsError{Profile: s.Profile, Err: err}
	}
	keys := Keys{option.SecretAccessKeyID: found.AccessKeyID, option.SecretSecretKey: found.SecretAccessKey}
	if found.SessionToken != "" {
		keys[option.SecretSessionToken] = found.SessionToken
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
)

// Write writes the keys in the form; it refuses what is no form.
func (k Keys) Write(w io.Writer, form KeyForm) error {
	var text strings.Builder
	if form == KeysFile {
		text.WriteString("[default]\n")
	}
	for _, name := range []string{option.SecretAccessKeyID, option.SecretSecretKey, option.SecretSessionToken} {
		switch value := k[name]; {
		case form == KeysFile && value != "":
			fmt.Fprintf(&text, "%s = %s\n", strings.ToLower(name), value)
		case form == KeysEnv && value != "":
			fmt.Fprintf(&text, "export %s='%s'\n", name, strings.ReplaceAll(value, "'", `'\''`))
		case form == KeysEnv: // an older token would be sent with these keys
			fmt.Fprintf(&text, "unset %s\n", name)
		case form != KeysFile:
			return fmt.Errorf("--format %q is unknown: it must be env or file", form)
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}
