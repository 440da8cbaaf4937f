package awsconfig

import (
	"context"
	"errors"
	"net"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// forwardTo serves a provider on a socket and returns the settings that use it.
func forwardTo(t *testing.T, provider aws.CredentialsProvider) Settings {
	t.Helper()
	isolate(t)
	socket := filepath.Join(t.TempDir(), "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(Forward(provider))
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return Settings{Region: "eu-west-1", Socket: socket}
}

func TestForwardedKeysAreRenewedWhenTheyEnd(t *testing.T) {
	for name, c := range map[string]struct {
		left time.Duration
		want string
	}{
		"keys that last are kept":       {time.Hour, "AKIA1"},
		"keys at their end are renewed": {forwardedWindow / 2, "AKIA2"},
	} {
		t.Run(name, func(t *testing.T) {
			asked := 0
			cfg, err := Load(t.Context(), forwardTo(t, aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
				asked++
				return aws.Credentials{
					AccessKeyID: "AKIA" + strconv.Itoa(asked), SecretAccessKey: "secret", SessionToken: "token",
					CanExpire: true, Expires: time.Now().Add(c.left),
				}, nil
			})))
			if err != nil {
				t.Fatal(err)
			}
			keys, err := cfg.Credentials.Retrieve(t.Context())
			if err != nil || keys.AccessKeyID != c.want || keys.SecretAccessKey != "secret" || keys.SessionToken != "token" {
				t.Fatalf("keys are %+v, %v", keys, err)
			}
		})
	}
}

func TestForwardedKeysStandForAllOtherCredentials(t *testing.T) {
	s := forwardTo(t, aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "AKIASOCKET", SecretAccessKey: "secret"}, nil
	}))
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	cfg, err := Load(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if keys, err := cfg.Credentials.Retrieve(t.Context()); err != nil || keys.AccessKeyID != "AKIASOCKET" || keys.CanExpire {
		t.Fatalf("keys are %+v, %v", keys, err)
	}
}

func TestWhatTheClientCannotGiveIsSaidInItsWords(t *testing.T) {
	_, err := Load(t.Context(), forwardTo(t, aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{}, errors.New("the sign-in has ended")
	})))
	if err == nil || !strings.Contains(err.Error(), "the sign-in has ended") || !strings.Contains(err.Error(), "client") {
		t.Fatalf("error is %v", err)
	}
}

func TestASocketIsUsedWhereItIs(t *testing.T) {
	s := forwardTo(t, nil)
	for path, want := range map[string]string{s.Socket: s.Socket, s.Socket + "-none": "", "": ""} {
		got := FromEnvironment(nil, func(name string) string {
			return map[string]string{"AMIKIT_CREDENTIALS_SOCKET": path}[name]
		}, t.TempDir())
		if got.Socket != want {
			t.Errorf("the socket of %q is %q", path, got.Socket)
		}
	}
}
