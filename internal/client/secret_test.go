package client

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/session/secrets"
	"github.com/moby/buildkit/session/secrets/secretsprovider"
)

func TestParseSecret(t *testing.T) {
	for spec, want := range map[string]secretsprovider.Source{
		"id=a,src=/f":           {ID: "a", FilePath: "/f"},
		"id=a,source=/f":        {ID: "a", FilePath: "/f"},
		"id=a,env=V":            {ID: "a", Env: "V"},
		"type=env,id=a,src=V":   {ID: "a", Env: "V"},
		"type=file,id=a,src=/f": {ID: "a", FilePath: "/f"},
		"id=a":                  {ID: "a"},
	} {
		if got, err := parseSecret(spec); err != nil || got != want {
			t.Errorf("%s is %+v, %v", spec, got, err)
		}
	}
}

func TestAnErrorAboutASecretNeverQuotesIt(t *testing.T) {
	for _, spec := range []string{"id=a,value=canary", "canary=1", `id=a,"canary`} {
		_, err := parseSecret(spec)
		if err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("error is %v", err)
		}
	}
}

func TestAFlagThatIsNearlyASecretIsAWarning(t *testing.T) {
	for id, want := range map[string]string{
		"user-dat":         "did you mean user-data?",
		"AWS_ACESS_KEY_ID": "did you mean AWS_ACCESS_KEY_ID?",
		"user-data":        "",
		"npm-token":        "",
	} {
		var stderr strings.Builder
		warnSecret(&stderr, id)
		if got := stderr.String(); !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("%s: it says %q", id, got)
		}
	}
}

func TestTheFirstStoreThatHasASecretAnswers(t *testing.T) {
	stores := secretStores{fileStore{"A": "flag"}, fileStore{"A": "file", "B": "file", "EMPTY": ""}}
	for id, want := range map[string]string{"A": "flag", "B": "file"} {
		if got, err := stores.GetSecret(t.Context(), id); err != nil || string(got) != want {
			t.Errorf("%s is %q, %v", id, got, err)
		}
	}
	for _, id := range []string{"EMPTY", "NONE"} {
		if _, err := stores.GetSecret(t.Context(), id); !errors.Is(err, secrets.ErrNotFound) {
			t.Errorf("%s: error is %v", id, err)
		}
	}
}

func TestSecretsAreNoOptionsOfTheBuild(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, ".secret", "AWS_SECRET_ACCESS_KEY=canary-value\n")
	opt, err := solveOpt(Options{Context: dir}, noEnvironment())
	if err != nil {
		t.Fatal(err)
	}
	for key, value := range opt.FrontendAttrs {
		if strings.Contains(key+value, "canary") || strings.Contains(key, "AWS_SECRET") {
			t.Errorf("option %s=%s", key, value)
		}
	}
	if len(opt.Session) != 2 {
		t.Errorf("the session offers %d services, want the registries' and the secrets'", len(opt.Session))
	}
	if err := addSecrets(&client.SolveOpt{}, Options{Context: dir, Secrets: []string{"id=none,src=/nowhere"}}, noEnvironment()); err == nil {
		t.Error("a secret's missing file was taken")
	}
}

func TestAMistypedSecretIsAWarningWithoutItsValue(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, ".secret", "OTHER=canary-value\nAWS_ACCES_KEY_ID=canary-value\n")
	var said bytes.Buffer
	if _, err := readSecretFile(dir, &said); err != nil {
		t.Fatal(err)
	}
	want := "warning: " + filepath.Join(dir, ".secret") + ":2: nobody reads AWS_ACCES_KEY_ID; did you mean AWS_ACCESS_KEY_ID?\n"
	if said.String() != want {
		t.Fatalf("it says %q, want %q", said.String(), want)
	}
}
