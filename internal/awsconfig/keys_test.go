package awsconfig_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/awsconfig"
)

// profiles are a config file with keys, and with a program that gives temporary ones.
const profiles = `[profile static]
aws_access_key_id = AKIAONE
aws_secret_access_key = one

[profile program]
credential_process = echo '{"Version": 1, "AccessKeyId": "ASIATWO", "SecretAccessKey": "two", "SessionToken": "to''ken", "Expiration": "2100-01-02T03:04:05Z"}'
`

func profileSettings(t *testing.T, profile string) awsconfig.Settings {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(profiles, "''", "-")), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", file)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", file+"-none")
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "env")
	return awsconfig.Settings{Profile: profile}
}

func TestAProfilesKeysAreWrittenInEachForm(t *testing.T) {
	for name, c := range map[string]struct {
		profile string
		form    awsconfig.KeyForm
		want    string
	}{
		"keys for a shell":           {"static", awsconfig.KeysEnv, "export AWS_ACCESS_KEY_ID='AKIAONE'\nexport AWS_SECRET_ACCESS_KEY='one'\nunset AWS_SESSION_TOKEN\n"},
		"keys as a file":             {"static", awsconfig.KeysFile, "[default]\naws_access_key_id = AKIAONE\naws_secret_access_key = one\n"},
		"temporary keys for a shell": {"program", awsconfig.KeysEnv, "export AWS_ACCESS_KEY_ID='ASIATWO'\nexport AWS_SECRET_ACCESS_KEY='two'\nexport AWS_SESSION_TOKEN='to-ken'\n"},
		"keys as JSON":               {"static", awsconfig.KeysJSON, `{"AccessKeyId":"AKIAONE","SecretAccessKey":"one","Version":1}` + "\n"},
		"temporary keys as JSON": {"program", awsconfig.KeysJSON, `{"AccessKeyId":"ASIATWO","Expiration":"2100-01-02T03:04:05Z",` +
			`"SecretAccessKey":"two","SessionToken":"to-ken","Version":1}` + "\n"},
		"temporary keys as a file": {"program", awsconfig.KeysFile, "[default]\naws_access_key_id = ASIATWO\naws_secret_access_key = two\naws_session_token = to-ken\n"},
	} {
		t.Run(name, func(t *testing.T) {
			keys, err := awsconfig.ResolveKeys(t.Context(), profileSettings(t, c.profile))
			if err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			if err := keys.Write(&text, c.form); err != nil || text.String() != c.want {
				t.Fatalf("wrote %q, %v", text.String(), err)
			}
		})
	}
}

func TestAProfileThatIsNowhereHasNoKeys(t *testing.T) {
	_, err := awsconfig.ResolveKeys(t.Context(), profileSettings(t, "nobody"))
	var missing *awsconfig.ProfileError
	if !errors.As(err, &missing) {
		t.Fatalf("error is %v", err)
	}
}

func TestAQuoteInAKeyStaysInsideTheShellsQuotes(t *testing.T) {
	var text strings.Builder
	if err := (awsconfig.Keys{SecretAccessKey: "a'b"}).Write(&text, awsconfig.KeysEnv); err != nil || !strings.Contains(text.String(), `'a'\''b'`) {
		t.Fatalf("wrote %q, %v", text.String(), err)
	}
}

func TestAnUnknownFormIsRefused(t *testing.T) {
	var text strings.Builder
	if err := (awsconfig.Keys{SecretAccessKey: "canary"}).Write(&text, "yaml"); err == nil || text.Len() != 0 || strings.Contains(err.Error(), "canary") {
		t.Fatalf("wrote %q, %v", text.String(), err)
	}
}
