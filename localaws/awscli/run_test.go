//go:build awscli

package awscli

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const (
	accessKey = "AKIAIOSFODNN7EXAMPLE"
	secretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	region    = "us-east-1"
)

// cli is the AWS CLI with nothing of the user's own configuration.
type cli struct {
	t           *testing.T
	environment []string
	dir         string
}

func newCLI(t *testing.T, url string) *cli {
	t.Helper()
	if _, err := exec.LookPath("aws"); err != nil {
		t.Fatal(`aws is not on PATH: PATH=$(hack/awscli):$PATH`)
	}
	dir := t.TempDir()
	return &cli{t: t, dir: dir, environment: []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "AWS_ENDPOINT_URL=" + url,
		"AWS_ACCESS_KEY_ID=" + accessKey, "AWS_SECRET_ACCESS_KEY=" + secretKey,
		"AWS_DEFAULT_REGION=" + region, "AWS_DEFAULT_OUTPUT=text", "AWS_PAGER=",
		"AWS_EC2_METADATA_DISABLED=true", "AWS_MAX_ATTEMPTS=1",
	}}
}

// with is the same CLI with another environment variable.
func (c *cli) with(variable string) *cli {
	other := *c
	other.environment = append(other.environment[:len(other.environment):len(other.environment)], variable)
	return &other
}

// try runs aws and gives its stdout, its stderr and whether it succeeded.
func (c *cli) try(arguments ...string) (stdout, stderr string, ok bool) {
	c.t.Helper()
	command := exec.CommandContext(c.t.Context(), "aws", arguments...)
	command.Env, command.Dir = c.environment, c.dir
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	err := command.Run()
	return strings.TrimSpace(out.String()), errs.String(), err == nil
}

// aws runs a command that must succeed and gives what it prints.
func (c *cli) aws(arguments ...string) string {
	c.t.Helper()
	stdout, stderr, ok := c.try(arguments...)
	if !ok {
		c.t.Fatalf("aws %s failed: %s", strings.Join(arguments, " "), stderr)
	}
	return stdout
}

// refused runs a command that must fail with an error code of AWS.
func (c *cli) refused(code string, arguments ...string) {
	c.t.Helper()
	_, stderr, ok := c.try(arguments...)
	if ok || !strings.Contains(stderr, "("+code+")") {
		c.t.Errorf("aws %s: success %t, stderr %q; want %s", strings.Join(arguments, " "), ok, stderr, code)
	}
}

// want compares one answer.
func (c *cli) want(what, got, want string) {
	c.t.Helper()
	if got != want {
		c.t.Errorf("%s is %q, want %q", what, got, want)
	}
}
