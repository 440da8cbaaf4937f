package earthfile_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// wrapper prepares earthly.sh in a folder with the given .secret, the Earthfile and
// a client that prints its arguments.
func wrapper(t *testing.T, secret string, env []string, args ...string) (cmd *exec.Cmd, dir string) {
	t.Helper()
	dir = t.TempDir()
	write(t, filepath.Join(dir, ".secret"), secret, 0o600)
	write(t, filepath.Join(dir, "client"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n", 0o755)
	write(t, filepath.Join(dir, "config"), "[profile production]\n", 0o600)
	script, err := filepath.Abs(filepath.Join(repository, "earthly.sh"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "Earthfile"), read(t, "Earthfile"), 0o600)
	cmd = exec.CommandContext(t.Context(), script, args...)
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "EARTHLY=" + filepath.Join(dir, "client")}, env...)
	return cmd, dir
}

// wrap runs earthly.sh and returns the arguments that it gives to the client.
func wrap(t *testing.T, secret string, env []string, args ...string) []string {
	t.Helper()
	cmd, dir := wrapper(t, secret, env, args...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.Fields(strings.ReplaceAll(string(out), dir, "~"))
}

func write(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

const keysInFile = "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"

func TestWrapperPassesJustTheCredentialsThatAreThere(t *testing.T) {
	configHere := "AWS_CONFIG_FILE=config"
	noFile := []string{"--secret-file", "aws-credentials=/dev/null"}
	for name, c := range map[string]struct {
		secret      string
		env         []string
		secrets     []string
		credentials string
	}{
		"a profile in .secret":            {"AWS_PROFILE=production\n", []string{configHere}, append([]string{"--secret-file", "aws-config=config"}, noFile...), "profile"},
		"keys in .secret":                 {keysInFile, nil, nil, "keys"},
		"keys and an empty profile":       {"AWS_PROFILE=\"\"\n" + keysInFile, nil, nil, "keys"},
		"keys and a token in .secret":     {"export AWS_SESSION_TOKEN='t'\n" + keysInFile, nil, nil, "session"},
		"keys in .secret and environment": {keysInFile, []string{"AWS_ACCESS_KEY_ID=a", "AWS_SESSION_TOKEN=t"}, nil, "keys"},
		"keys in the environment": {"#AWS_PROFILE=x\n", []string{"AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=b"},
			[]string{"--secret", "AWS_ACCESS_KEY_ID", "--secret", "AWS_SECRET_ACCESS_KEY"}, "keys"},
		"a profile in the environment": {"", []string{"AWS_PROFILE=p", configHere},
			append([]string{"--secret", "AWS_PROFILE", "--secret-file", "aws-config=config"}, noFile...), "profile"},
		"nothing at all": {"", nil, nil, ""},
	} {
		want := append(append([]string{"-P"}, c.secrets...), "-P", "+aws-cloud-image", "--REGION=us-east-1", "--ARCH=amd64")
		if c.credentials != "" {
			want = append(want, "--CREDENTIALS="+c.credentials)
		}
		got := wrap(t, c.secret, c.env, "-P", "+aws-cloud-image", "--REGION=us-east-1", "--ARCH=amd64")
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, want)
		}
	}
}

func TestWrapperLeavesOtherTargetsAlone(t *testing.T) {
	for _, target := range []string{"+iso-image", "+cloud-image"} {
		got := wrap(t, keysInFile, nil, target, "--ARCH=amd64")
		if want := []string{"-P", target, "--ARCH=amd64"}; !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", target, got, want)
		}
	}
}

func TestWrapperKeepsTheCredentialsThatAreNamed(t *testing.T) {
	got := wrap(t, keysInFile, nil, "+aws-cloud-image", "--CREDENTIALS=profile")
	if want := []string{"-P", "+aws-cloud-image", "--CREDENTIALS=profile"}; !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
}

func TestWrapperGivesTheCloudConfigAsASecretWithItsDigest(t *testing.T) {
	file := filepath.Join(t.TempDir(), "user-data")
	write(t, file, "#cloud-config\n", 0o600)
	sum := sha256.Sum256([]byte("#cloud-config\n"))
	got := wrap(t, "", []string{"USER_DATA_FILE=" + file}, "+cloud-image")
	want := []string{"-P", "--secret-file", "user-data=" + file, "+cloud-image", "--USER_DATA=" + hex.EncodeToString(sum[:])}
	if !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
}

func TestWrapperPassesTheCertificatesOn(t *testing.T) {
	got := wrap(t, keysInFile, []string{"AWS_CA_BUNDLE=ca.pem"}, "+aws-cloud-image")
	want := []string{"-P", "--secret-file", "ca-bundle=ca.pem", "+aws-cloud-image", "--CREDENTIALS=keys", "--CA_BUNDLE=true"}
	if !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
}

func TestWrapperRefusesASettingThatNoRecipeTakes(t *testing.T) {
	cmd, _ := wrapper(t, keysInFile, nil, "+aws-cloud-image", "--REGOIN=us-east-1")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "--REGOIN=us-east-1: no recipe of this Earthfile has an ARG REGOIN") {
		t.Fatalf("it ended with %v: %s", err, out)
	}
}

func TestWrapperCannotJudgeTheSettingsOfRecipesFromElsewhere(t *testing.T) {
	cmd, dir := wrapper(t, keysInFile, nil, "+aws-cloud-image", "--OTHER=x")
	write(t, filepath.Join(dir, "Earthfile"), "VERSION 0.8\nIMPORT example.com/amikit AS amikit\n", 0o600)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// TestWrapperRunsTheDesignsExamples runs section 9 of the design document, word for word.
func TestWrapperRunsTheDesignsExamples(t *testing.T) {
	for _, example := range []string{
		"-P +aws-cloud-image --REGION=us-east-1 --S3_BUCKET=my-canvos-images --S3_KEY=canvos-image.raw --ARCH=amd64",
		"-P +aws-cloud-image --REGION=us-east-1 --S3_BUCKET=my-canvos-images --ARCH=amd64",
		"+iso-image --ARCH=amd64",
		"+cloud-image --ARCH=amd64",
	} {
		got := strings.Join(wrap(t, keysInFile, nil, strings.Fields(example)...), " ")
		if !strings.Contains(got, example) {
			t.Errorf("%s: the client was given %s", example, got)
		}
	}
}
