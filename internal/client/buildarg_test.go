package client

import (
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/buildkit/client"
)

func TestMergeArgs(t *testing.T) {
	env := map[string]string{"REGION": "env", "S3_BUCKET": "env", "MINE": "env"}
	got := mergeArgs(
		map[string]string{"REGION": "file", "S3_BUCKET": "file", "S3_KEY": "file", "MINE": "file"},
		func(name string) string { return env[name] },
		map[string]string{"REGION": "flag"},
	)
	want := map[string]string{
		"REGION":    "flag", // --build-arg wins
		"S3_BUCKET": "env",  // then the environment
		"S3_KEY":    "file", // then .arg
		"MINE":      "file", // the environment is asked for amikit's own names alone
	}
	if !maps.Equal(got, want) {
		t.Fatalf("merged %v, want %v", got, want)
	}
}

func TestParseBuildArgs(t *testing.T) {
	lookup := func(name string) (string, bool) { return "from-env", name == "SET" }
	got, err := parseBuildArgs([]string{"A=1", "B=", "C=x=y", "SET", "UNSET"}, lookup)
	if want := map[string]string{"A": "1", "B": "", "C": "x=y", "SET": "from-env"}; err != nil || !maps.Equal(got, want) {
		t.Fatalf("parsed %v, %v", got, err)
	}
	if _, err := parseBuildArgs([]string{"=x"}, lookup); err == nil {
		t.Error("an argument without a name was taken")
	}
}

func TestTheFileOfSettingsBecomesBuildArgs(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, ".arg", "REGION=eu-west-1\nMINE=1\n")
	opt := &client.SolveOpt{FrontendAttrs: map[string]string{}}
	if err := addBuildArgs(opt, Options{Context: dir}, noEnvironment()); err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{"build-arg:REGION": "eu-west-1", "build-arg:MINE": "1"}; !maps.Equal(opt.FrontendAttrs, want) {
		t.Fatalf("options are %v", opt.FrontendAttrs)
	}
}

func TestASecretAmongTheSettingsIsRefusedWithoutItsValue(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, ".arg", "AWS_SECRET_ACCESS_KEY=canary-value\n")
	err := addBuildArgs(&client.SolveOpt{FrontendAttrs: map[string]string{}}, Options{Context: dir}, noEnvironment())
	if err == nil || !strings.Contains(err.Error(), "AWS_SECRET_ACCESS_KEY") || strings.Contains(err.Error(), "canary") {
		t.Fatalf("error is %v", err)
	}
}

func noEnvironment() Environment {
	return Environment{
		Getenv:    func(string) string { return "" },
		LookupEnv: func(string) (string, bool) { return "", false },
		Stdout:    io.Discard,
		Stderr:    os.Stderr,
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
