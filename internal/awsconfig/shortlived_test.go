package awsconfig

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// stsServer answers each call of STS with temporary keys whose names tell the
// call and its number.
func stsServer(t *testing.T, refuse bool) (url string, seen *[]string) {
	t.Helper()
	seen = &[]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		action := r.FormValue("Action")
		*seen = append(*seen, action+" "+r.FormValue("SerialNumber")+" "+r.FormValue("TokenCode"))
		if refuse {
			w.WriteHeader(http.StatusForbidden)
			_, _ = fmt.Fprint(w, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no sessions here</Message></Error></ErrorResponse>")
			return
		}
		_, _ = fmt.Fprintf(w, "<%[1]sResponse><%[1]sResult><Credentials><AccessKeyId>ASIA%[1]s%[2]d</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"+
			"<SessionToken>t</SessionToken><Expiration>%[3]s</Expiration></Credentials></%[1]sResult></%[1]sResponse>",
			action, len(*seen), time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
	}))
	t.Cleanup(server.Close)
	return server.URL, seen
}

const sources = `[profile keys]
aws_access_key_id = AKIAKEYS
aws_secret_access_key = canary

[profile role]
role_arn = arn:aws:iam::123456789012:role/builder
source_profile = keys

[profile device]
role_arn = arn:aws:iam::123456789012:role/builder
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/me

[profile program]
credential_process = echo '{"Version": 1, "AccessKeyId": "ASIAPROGRAM", "SecretAccessKey": "s", "SessionToken": "t"}'
`

func TestEverySourceGivesShortLivedKeys(t *testing.T) {
	for profile, c := range map[string]struct{ key, call string }{
		"keys":    {"ASIAGetSessionToken1", "GetSessionToken  "},
		"role":    {"ASIAAssumeRole1", "AssumeRole  "},
		"device":  {"ASIAAssumeRole2", "GetSessionToken arn:aws:iam::123456789012:mfa/me 123456;AssumeRole  "},
		"program": {"ASIAPROGRAM", ""},
	} {
		t.Run(profile, func(t *testing.T) {
			isolate(t)
			url, seen := stsServer(t, false)
			provider, err := ShortLived(t.Context(), Settings{
				Profile: profile, ConfigFile: file(t, "config", sources), Endpoint: url,
				MFACode: func() (string, error) { return "123456", nil },
			})
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				keys, err := provider.Retrieve(t.Context())
				if err != nil || keys.AccessKeyID != c.key || keys.SessionToken != "t" {
					t.Fatalf("keys are %+v, %v", keys, err)
				}
			}
			if got := strings.Join(*seen, ";"); got != c.call {
				t.Errorf("STS was asked %q, want %q", got, c.call)
			}
		})
	}
}

// TestAPersonIsAskedOnceForAllKeysOfABuild renews a role's keys that have ended.
func TestAPersonIsAskedOnceForAllKeysOfABuild(t *testing.T) {
	isolate(t)
	url, seen := stsServer(t, false)
	asked := 0
	s := Settings{
		Profile: "device", ConfigFile: file(t, "config", strings.Replace(sources, "mfa_serial", "external_id = x\nduration_seconds = 900\nmfa_serial", 1)), Endpoint: url,
		MFACode: func() (string, error) { asked++; return "123456", nil },
	}
	role, err := s.deviceRole(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := role.Retrieve(t.Context()); err != nil {
			t.Fatal(err)
		}
		role.(*aws.CredentialsCache).Invalidate()
	}
	if asked != 1 || len(*seen) != 4 {
		t.Errorf("a person was asked %d times, and STS %q", asked, *seen)
	}
}

func TestALongLivedKeyIsNotGivenAwayWhereSTSRefuses(t *testing.T) {
	isolate(t)
	url, _ := stsServer(t, true)
	_, err := ShortLived(t.Context(), Settings{Profile: "keys", ConfigFile: file(t, "config", sources), Endpoint: url})
	var refused *SessionError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "no sessions here") || !strings.Contains(err.Error(), "--secret") || strings.Contains(err.Error(), "canary") {
		t.Fatalf("error is %v", err)
	}
}

func TestACodeThatNobodyGivesIsSaid(t *testing.T) {
	isolate(t)
	url, _ := stsServer(t, false)
	_, err := ShortLived(t.Context(), Settings{
		Profile: "device", ConfigFile: file(t, "config", sources), Endpoint: url,
		MFACode: func() (string, error) { return "", context.Canceled },
	})
	var missing *CredentialsError
	if !errors.As(err, &missing) || !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v", err)
	}
}
