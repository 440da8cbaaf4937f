package amicmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

func (c *command) check() error {
	c.t.Helper()
	return Check(c.context(), c.environment(), func(name string) string { return c.flags[name] })
}

func TestCheckIsSilentWhereAllIsGiven(t *testing.T) {
	c := newCommand(t)
	if err := c.check(); err != nil || c.stdout.Len() != 0 {
		t.Fatalf("%v, stdout is %q", err, c.stdout.String())
	}
}

func TestCheckTellsWhatPublishingWouldMeet(t *testing.T) {
	for name, spoil := range map[string]struct {
		env  map[string]string
		want string
	}{
		"no credentials":             {map[string]string{"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "no AWS credentials found"},
		"half a key pair":            {map[string]string{"AWS_SECRET_ACCESS_KEY": ""}, "AWS_ACCESS_KEY_ID is given without"},
		"a name that AWS refuses":    {map[string]string{option.AMIName: "kairos+v1"}, "kairos+v1"},
		"a setting that is no time":  {map[string]string{option.Timeout: "soon"}, option.Timeout},
		"a profile that is nowhere":  {map[string]string{"AWS_PROFILE": "nobody"}, "nobody"},
		"an endpoint off loopback":   {map[string]string{option.EndpointURL: "http://192.0.2.1"}, "ALLOW_HTTP"},
		"a region that is not given": {map[string]string{option.Region: ""}, option.Region},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCommand(t)
			c.process(map[string]string{
				"AWS_CONFIG_FILE": filepath.Join(t.TempDir(), "none"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(t.TempDir(), "none"),
			})
			c.process(spoil.env)
			if err := c.check(); err == nil || !strings.Contains(err.Error(), spoil.want) {
				t.Fatalf("error is %v", err)
			}
		})
	}
}

func TestAFailedCheckLeavesItsErrorInAFile(t *testing.T) {
	c := newCommand(t)
	out := t.TempDir()
	c.env[step.OutEnv] = out
	c.env[option.AMIName] = "kairos+v1"
	if err := c.check(); err == nil {
		t.Fatal("the name was taken")
	}
	data, err := os.ReadFile(filepath.Join(out, step.ErrorFile))
	if err != nil {
		t.Fatal(err)
	}
	if e, err := step.ReadError(data); err != nil || !strings.Contains(e.Message, "kairos+v1") {
		t.Fatalf("%+v, %v", e, err)
	}
}

func TestAFailedCheckNamesTheSecretsThatItLacks(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		want string
	}{
		"none":      {map[string]string{"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "AWS_PROFILE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY aws-config aws-credentials"},
		"half":      {map[string]string{"AWS_SECRET_ACCESS_KEY": ""}, "AWS_SECRET_ACCESS_KEY"},
		"a profile": {map[string]string{"AWS_PROFILE": "nobody"}, "aws-config aws-credentials"},
		"a setting": {map[string]string{option.Timeout: "soon"}, ""},
	} {
		t.Run(name, func(t *testing.T) { // a variable is set until the end of its test
			c2 := newCommand(t)
			c2.process(map[string]string{
				"AWS_CONFIG_FILE": filepath.Join(t.TempDir(), "none"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(t.TempDir(), "none"),
			})
			c2.process(c.env)
			if got := strings.Join(stepError(c2.check()).Secrets, " "); got != c.want {
				t.Errorf("it lacks %q, want %q", got, c.want)
			}
		})
	}
}
