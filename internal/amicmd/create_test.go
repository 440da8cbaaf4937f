package amicmd

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

func TestStdoutHoldsTheResultAlone(t *testing.T) {
	for form, want := range map[Form]string{
		ID:   `^ami-[0-9a-f]{17}\n$`,
		JSON: `^\{\n  "imageID": "ami-[0-9a-f]{17}",\n(?s).*\}\n$`,
		Text: `^image          ami-[0-9a-f]{17}\nname (?s).*\n$`,
	} {
		c := newCommand(t)
		if err := c.run(rawDisk(t, string(form)+c.env[option.S3Bucket]), form); err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(want).MatchString(c.stdout.String()) {
			t.Errorf("%s: stdout is %q", form, c.stdout.String())
		}
		if !strings.Contains(c.stderr.String(), "uploading") {
			t.Errorf("%s: stderr is %q", form, c.stderr.String())
		}
	}
}

func TestDefect2NoSecretIsPrintedAtAnyLevel(t *testing.T) {
	c := newCommand(t)
	c.env[option.LogLevel] = "debug"
	if err := c.run(rawDisk(t, c.env[option.S3Bucket]), Text); err != nil {
		t.Fatal(err)
	}
	if out := c.stdout.String() + c.stderr.String(); strings.Contains(out, canary) {
		t.Fatalf("the secret is in %q", out)
	}
	for _, want := range []string{"EC2 RegisterImage: ok, request ", "EC2 ImportSnapshot: ok, request ", "S3 UploadPart: ok, request "} {
		if !strings.Contains(c.stderr.String(), want) {
			t.Errorf("the log does not name %q", want)
		}
	}
}

func TestDefect3AStepLeavesItsResultInFiles(t *testing.T) {
	c := newCommand(t)
	out := t.TempDir()
	c.env[step.OutEnv] = out
	if err := c.run(rawDisk(t, c.env[option.S3Bucket]), ID); err != nil {
		t.Fatal(err)
	}
	id, err := os.ReadFile(filepath.Join(out, step.IDFile))
	if err != nil || string(id) != c.stdout.String() {
		t.Fatalf("%s is %q, %v", step.IDFile, id, err)
	}
	text, err := os.ReadFile(filepath.Join(out, step.ResultFile))
	if err != nil {
		t.Fatal(err)
	}
	var r ami.Result
	if err := json.Unmarshal(text, &r); err != nil || r.ImageID+"\n" != string(id) {
		t.Fatalf("%s is %s, %v", step.ResultFile, text, err)
	}
}

func TestADryRunPrintsThePlanAndMakesNothing(t *testing.T) {
	c := newCommand(t)
	raw := rawDisk(t, c.env[option.S3Bucket])
	c.dryRun = true
	for form, want := range map[Form]string{Text: `(?s)none yet.*step 1 +upload .*step 4 +register`, JSON: `(?s)"steps": \[\n    "upload `, ID: `^\n$`} {
		c.stdout.Reset()
		if err := c.run(raw, form); err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(want).MatchString(c.stdout.String()) {
			t.Errorf("%s: stdout is %q", form, c.stdout.String())
		}
	}
}

func TestACancelledRunSaysHowToGoOn(t *testing.T) {
	c := newCommand(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c.ctx = ctx
	if err := c.run(rawDisk(t, "x"), ID); err == nil || !strings.Contains(err.Error(), "run again to go on") {
		t.Fatalf("error is %v", err)
	}
}

func TestAFailedStepLeavesItsError(t *testing.T) {
	c := newCommand(t)
	out := t.TempDir()
	c.env[step.OutEnv], c.env[option.S3Bucket] = out, "amikit-there-is-no-such-bucket"
	if err := c.run(rawDisk(t, "x"), ID); err == nil {
		t.Fatal("it did not fail")
	}
	text, err := os.ReadFile(filepath.Join(out, step.ErrorFile))
	if err != nil {
		t.Fatal(err)
	}
	e, err := step.ReadError(text)
	if err != nil || e.Step != "aws-cloud-image" || !strings.Contains(e.Message, "amikit-there-is-no-such-bucket") {
		t.Fatalf("%s is %s, %v", step.ErrorFile, text, err)
	}
}

func TestDefect8SettingsComeFromFlagThenEnvironmentThenFile(t *testing.T) {
	c := newCommand(t)
	bucket := c.env[option.S3Bucket]
	marker := filepath.Join(t.TempDir(), "executed")
	c.argFile = filepath.Join(t.TempDir(), ".arg")
	text := "S3_BUCKET=\"another\"\nS3_KEY=\"from-file.raw\"  # the key\nAMI_NAME=\"$(touch " + marker + ")\"\n"
	if err := os.WriteFile(c.argFile, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c.flags[option.AMIName] = "by flag " + bucket
	if err := c.run(rawDisk(t, bucket), JSON); err != nil {
		t.Fatal(err)
	}
	var r ami.Result
	if err := json.Unmarshal(c.stdout.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Name != "by flag "+bucket || r.S3URI != "s3://"+bucket+"/from-file.raw" {
		t.Fatalf("name %q, object %q", r.Name, r.S3URI)
	}
	if _, err := os.Stat(marker); err == nil {
		t.Fatal(".arg was executed")
	}
}

func TestDefect7AProfileAloneWorks(t *testing.T) {
	c := newCommand(t)
	keys := "[build]\naws_access_key_id = " + c.env["AWS_ACCESS_KEY_ID"] + "\naws_secret_access_key = " + canary + "\n"
	c.secrets = t.TempDir()
	if err := os.WriteFile(filepath.Join(c.secrets, option.SecretCredentials), []byte(keys), 0o600); err != nil {
		t.Fatal(err)
	}
	c.process(map[string]string{"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_PROFILE": "build"})
	if err := c.run(rawDisk(t, c.env[option.S3Bucket]), ID); err != nil {
		t.Fatal(err)
	}
}

func TestADescriptionIsTrustedOnlyWhereTheBuildSaysSo(t *testing.T) {
	c := newCommand(t)
	raw := rawDisk(t, c.env[option.S3Bucket])
	describeWrongly(t, raw)
	c.env[step.TrustEnv] = "true"
	if err := c.run(filepath.Dir(raw), ID); err == nil {
		t.Fatal("a wrong description was trusted and S3 took the disk")
	}
	c.env[step.TrustEnv] = ""
	if err := c.run(filepath.Dir(raw), ID); err != nil {
		t.Fatal(err)
	}
}

// describeWrongly puts the description of another disk of this size and name beside it.
func describeWrongly(t *testing.T, raw string) {
	t.Helper()
	other, err := disk.Open(rawDisk(t, "another"))
	if err != nil {
		t.Fatal(err)
	}
	info, err := disk.Describe(t.Context(), other)
	if err := errors.Join(err, other.Close()); err != nil {
		t.Fatal(err)
	}
	if err := info.WriteFile(filepath.Join(filepath.Dir(raw), step.InfoFile)); err != nil {
		t.Fatal(err)
	}
}

func TestBadInputIsOneLine(t *testing.T) {
	for name, c := range map[string]struct {
		change map[string]string
		says   []string
	}{
		"region and bucket are missing":  {map[string]string{option.Region: "", option.S3Bucket: "", option.ImportMethod: "s3"}, []string{"REGION", "S3_BUCKET"}},
		"a name that AWS refuses":        {map[string]string{option.AMIName: "a+b"}, []string{"AMI_NAME", "a+b"}},
		"a poll that is no duration":     {map[string]string{option.ImportPoll: "often", option.Timeout: "long"}, []string{"IMPORT_POLL", "often", "TIMEOUT", "long"}},
		"an endpoint that is silent":     {map[string]string{option.EndpointURL: "http://127.0.0.1:1"}, []string{"http://127.0.0.1:1", "does not answer"}},
		"an endpoint without TLS":        {map[string]string{option.EndpointURL: "http://192.0.2.1"}, []string{"--allow-http"}},
		"an unknown way out of conflict": {map[string]string{option.OnConflict: "merge"}, []string{"ON_CONFLICT", "merge"}},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := newCommand(t)
			for setting, value := range c.change {
				cmd.env[setting] = value
			}
			err := cmd.run(rawDisk(t, name), ID)
			if err == nil {
				t.Fatal("it was taken")
			}
			for _, want := range c.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "\n") || cmd.stdout.Len() > 0 {
				t.Errorf("error %q, stdout %q", err, cmd.stdout.String())
			}
		})
	}
}

func TestAMistypedKeyOfArgIsAWarningWithItsLine(t *testing.T) {
	c := newCommand(t)
	c.argFile = filepath.Join(t.TempDir(), ".arg")
	if err := os.WriteFile(c.argFile, []byte("# settings\nS3BUCKET=canary-value\nK8S_VERSION=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.dryRun = true
	if err := c.run(rawDisk(t, c.env[option.S3Bucket]), Text); err != nil {
		t.Fatal(err)
	}
	log := c.stderr.String()
	if !strings.Contains(log, c.argFile+":2: nobody reads S3BUCKET; did you mean S3_BUCKET?") {
		t.Fatalf("it says %s", log)
	}
	if strings.Contains(log, "canary-value") || strings.Contains(log, "K8S_VERSION") {
		t.Fatalf("it says %s", log)
	}
}

func TestTheDiskIsToldOfADiskAndCredentialsThatAreMissing(t *testing.T) {
	c := newCommand(t)
	c.process(map[string]string{
		"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "",
		"AWS_CONFIG_FILE": filepath.Join(t.TempDir(), "none"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(t.TempDir(), "none"),
	})
	var none *disk.RawFileError
	if err := c.run(filepath.Join(t.TempDir(), "disk.raw"), Text); !errors.As(err, &none) {
		t.Errorf("error is %v", err)
	}
	if err := c.run(rawDisk(t, "a disk"), Text); err == nil || !strings.Contains(err.Error(), "no AWS credentials found") {
		t.Errorf("with the disk, error is %v", err)
	}
}
