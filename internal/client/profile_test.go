package client

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
	"testing"

	"github.com/moby/buildkit/session/secrets"
)

// withProfiles points the SDK at a config file of the test's own.
func withProfiles(t *testing.T, text string) {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "config", text)
	for name, value := range map[string]string{
		"AWS_CONFIG_FILE": dir + "/config", "AWS_SHARED_CREDENTIALS_FILE": dir + "/none",
		"AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "env", "AWS_SESSION_TOKEN": "env",
	} {
		t.Setenv(name, value)
	}
}

const program = "[profile one]\ncredential_process = echo '{\"Version\": 1, \"AccessKeyId\": \"ASIAONE\", \"SecretAccessKey\": \"s\", \"SessionToken\": \"t\"}'\n"

// forwardedKey asks the socket of a build for its access key.
func forwardedKey(t *testing.T, f *forwarding) string {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(context.Context, string, string) (net.Conn, error) {
		return net.Dial("unix", f.socket())
	}}}
	res, err := client.Get("http://client/credentials")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var keys struct{ AccessKeyId string }
	if err := json.NewDecoder(res.Body).Decode(&keys); err != nil {
		t.Fatal(err)
	}
	return keys.AccessKeyId
}

func TestAProfilesKeysAreForwardedUntilTheBuildEnds(t *testing.T) {
	withProfiles(t, program)
	dir := t.TempDir()
	write(t, dir, ".secret", "AWS_PROFILE=one\n")
	for name, o := range map[string]Options{
		"the flag":          {Context: t.TempDir(), Profile: "one"},
		"a line in .secret": {Context: dir, Target: "aws-cloud-image"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := o.forward(t.Context(), noEnvironment())
			if err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(f.dir); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("the socket's folder is %v, %v", info, err)
			}
			if got := forwardedKey(t, f); got != "ASIAONE" {
				t.Errorf("the key is %q", got)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(f.dir); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the socket stays: %v", err)
			}
		})
	}
}

func TestNoProfileIsForwardedWhereNoneIsNeeded(t *testing.T) {
	withProfiles(t, program)
	dir := t.TempDir()
	write(t, dir, ".secret", "AWS_PROFILE=one\n")
	for name, o := range map[string]Options{
		"no profile":                   {Context: t.TempDir(), Target: "aws-cloud-image"},
		"a target without AWS":         {Context: dir, Target: "cloud-image"},
		"a question":                   {Context: dir, Target: "aws-cloud-image", Call: "outline"},
		"the profile's file is given":  {Context: dir, Target: "aws-cloud-image", Secrets: []string{"id=aws-config,src=/x"}},
		"a question about the profile": {Context: dir, Profile: "one", Call: "targets"},
	} {
		if f, err := o.forward(t.Context(), noEnvironment()); f != nil || err != nil {
			t.Errorf("%s: forwards %v, %v", name, f, err)
		}
	}
}

func TestAForwardedProfileHidesTheOtherCredentials(t *testing.T) {
	store := withoutCredentials{fileStore{"AWS_PROFILE": "two", "AWS_SESSION_TOKEN": "old", "aws-config": "two", "ca-bundle": "pem", "AWS_ACCESS_KEY_ID": "AKIA"}}
	if got, err := store.GetSecret(t.Context(), "ca-bundle"); err != nil || string(got) != "pem" {
		t.Errorf("ca-bundle is %q, %v", got, err)
	}
	for _, id := range []string{"AWS_PROFILE", "AWS_SESSION_TOKEN", "aws-config", "aws-credentials", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
		if got, err := store.GetSecret(t.Context(), id); !errors.Is(err, secrets.ErrNotFound) {
			t.Errorf("%s is %q, %v", id, got, err)
		}
	}
}

func TestAgentsAreForwarded(t *testing.T) {
	f, err := forwardKeys(nil)
	if f != nil || err != nil || f.Close() != nil {
		t.Fatalf("forwards %v, %v", f, err)
	}
	socket := t.TempDir() + "/s"
	if _, err := net.Listen("unix", socket); err != nil {
		t.Fatal(err)
	}
	opt, err := solveOpt(Options{Context: t.TempDir(), SSH: []string{"default=" + socket}}, noEnvironment())
	if err != nil || len(opt.Session) != 3 {
		t.Fatalf("the session offers %d services, %v", len(opt.Session), err)
	}
	if _, err := solveOpt(Options{Context: t.TempDir(), SSH: []string{"default=/nowhere"}}, noEnvironment()); err == nil {
		t.Error("an agent that is not there was taken")
	}
}
