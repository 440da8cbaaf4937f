package diskcmd

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/step"
	"github.com/amikit/amikit/internal/userdata"
)

func TestTheAnswerAboutTheSecretHoldsNothingOfIt(t *testing.T) {
	good, bad := "#cloud-config\ntoken: canary-value\n", "token: canary-value\n"
	for name, c := range map[string]struct {
		text    *string
		sha256  string
		problem string
	}{
		"a cloud-config": {&good, userdata.SHA256([]byte(good)), ""},
		"none":           {&bad, userdata.SHA256([]byte(bad)), "first line"},
		"no secret":      {nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "user-data")
			if c.text != nil {
				if err := os.WriteFile(file, []byte(*c.text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var out bytes.Buffer
			if err := answerUserData(&out, file); err != nil {
				t.Fatal(err)
			}
			got, err := step.ReadUserDataAnswer(out.Bytes())
			if err != nil || got.SHA256 != c.sha256 || !strings.Contains(got.Problem, c.problem) || (c.problem == "") != (got.Problem == "") {
				t.Errorf("answered %+v, %v", got, err)
			}
			if strings.Contains(out.String(), "canary") {
				t.Errorf("answered %q", out.String())
			}
		})
	}
}

func TestAnAnswerThatIsNoneIsAnError(t *testing.T) {
	if _, err := step.ReadUserDataAnswer([]byte("oops")); err == nil {
		t.Error("it was taken")
	}
}
