package earthfile_test

import (
	"path/filepath"
	"regexp"
	"testing"

	"github.com/amikit/amikit/internal/dotenv"
	"github.com/amikit/amikit/internal/option"
)

// template returns a template's keys and values, those that are commented out included.
func template(t *testing.T, name string) map[string]string {
	t.Helper()
	text := regexp.MustCompile(`(?m)^#([A-Z][A-Z0-9_]*=)`).ReplaceAllString(read(t, name), "$1")
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, text, 0o600)
	values, err := dotenv.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return values
}

func TestEveryKeyOfTheArgTemplateIsASetting(t *testing.T) {
	values := template(t, ".arg.template")
	if values["REGION"] != "us-east-1" || values["CONTEXT"] != "." {
		t.Errorf("a comment behind a value is taken for a part of it: %q", values)
	}
	for name := range values {
		_, found := option.ByName(name)
		for _, r := range own(t) {
			if _, declared := r.Args()[name]; declared {
				found = true
			}
		}
		if !found {
			t.Errorf("%s is neither a setting of amikit nor an ARG of the Earthfile", name)
		}
	}
}

func TestEveryKeyOfTheSecretTemplateIsASecret(t *testing.T) {
	known := map[string]bool{}
	for _, s := range option.Secrets() {
		known[s.Env] = true
	}
	for name := range template(t, ".secret.template") {
		if !known[name] {
			t.Errorf("%s is no secret of amikit", name)
		}
	}
}

func TestTheSecretTemplateGivesNothingByItself(t *testing.T) {
	values, err := dotenv.Read(filepath.Join(repository, ".secret.template"))
	if err != nil || len(values) != 0 {
		t.Fatalf("it gives %v, %v", values, err)
	}
}
