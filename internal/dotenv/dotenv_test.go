package dotenv_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/dotenv"
)

func TestRead(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want map[string]string
	}{
		"the design document's settings parse as printed": {
			"# AWS Cloud Image Configuration\nREGION=\"us-east-1\"\nS3_BUCKET=\"my-canvos-images\"\nS3_KEY=\"canvos-ubuntu-22.04-k3s-v1.30.0.raw\"\nAMI_NAME=\"canvos-ubuntu-22.04-k3s-v1.30.0\"  # Optional\n",
			map[string]string{"REGION": "us-east-1", "S3_BUCKET": "my-canvos-images", "S3_KEY": "canvos-ubuntu-22.04-k3s-v1.30.0.raw", "AMI_NAME": "canvos-ubuntu-22.04-k3s-v1.30.0"},
		},
		"the design document's secrets parse as printed": {
			"# Option 1: Using AWS Profile (Recommended)\nAWS_PROFILE=\"production\"\n\n# Option 2: Using Access Keys\nAWS_ACCESS_KEY_ID=\"AKIAIOSFODNN7EXAMPLE\"\nAWS_SECRET_ACCESS_KEY=\"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\"\n",
			map[string]string{"AWS_PROFILE": "production", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
		},
		"export and an earlier key are understood": {"export A=1\nB=\"x $A\"\n", map[string]string{"A": "1", "B": "x 1"}},
		"single quotes keep a dollar":              {"A='$HOME'\n", map[string]string{"A": "$HOME"}},
		"a command is text":                        {"A='$(touch /nowhere)'\n", map[string]string{"A": "$(touch /nowhere)"}},
		"an empty value stays empty":               {"A=\n", map[string]string{"A": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			file := write(t, c.text)
			got, err := dotenv.Read(file)
			if err != nil {
				t.Fatal(err)
			}
			if !maps.Equal(got, c.want) {
				t.Fatalf("read %v, want %v", got, c.want)
			}
		})
	}
}

func TestAMissingFileIsEmpty(t *testing.T) {
	got, err := dotenv.Read(filepath.Join(t.TempDir(), ".arg"))
	if err != nil || len(got) != 0 {
		t.Fatalf("read %v, %v", got, err)
	}
}

func TestAnErrorNeverQuotesTheLine(t *testing.T) {
	file := write(t, "AWS_SECRET_ACCESS_KEY \"canary-value\"\n")
	_, err := dotenv.Read(file)
	var syntax *dotenv.SyntaxError
	if !errors.As(err, &syntax) {
		t.Fatalf("error is %v", err)
	}
	if strings.Contains(err.Error(), "canary") {
		t.Fatalf("the error shows a secret: %v", err)
	}
}

func TestABadLineIsNamedByItsNumber(t *testing.T) {
	for text, want := range map[string]int{
		"canary":                          1,
		"A=1\n\n# x\ncanary value\nB=1\n": 4,
		"A=1\nB=\"canary\nC=2\n":          2,
		"A=1\nB=\"canary\nC=\"2\"\n":      2,
		"A='1\n2'\ncanary!=\n":            3,
		"A=1\n=canary\n":                  2,
	} {
		_, err := dotenv.Read(write(t, text))
		var syntax *dotenv.SyntaxError
		if !errors.As(err, &syntax) || syntax.Line != want {
			t.Errorf("%q: the error is %v, want line %d", text, err, want)
		}
	}
}

func TestAMisspelledKeyIsToldWithItsLine(t *testing.T) {
	name := write(t, "# x\nA='1\n2'\nexport S3BUCKET=canary\nREGOIN=canary # y\nREGION=\n")
	file, err := dotenv.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	got := file.Misspelled(func(key string) string {
		return map[string]string{"S3BUCKET": "S3_BUCKET", "REGOIN": "REGION"}[key]
	})
	want := []string{name + ":4: nobody reads S3BUCKET; did you mean S3_BUCKET?", name + ":5: nobody reads REGOIN; did you mean REGION?"}
	if !slices.Equal(got, want) {
		t.Fatalf("it says %q, want %q", got, want)
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), ".arg")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
