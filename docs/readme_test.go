package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/earthfile"
	"github.com/amikit/amikit/internal/option"
)

// examples returns the shell commands that the pages show.
func examples(t *testing.T) string {
	t.Helper()
	var text strings.Builder
	block := regexp.MustCompile("(?s)```(?:sh|Earthfile)\n(.*?)```")
	for _, page := range pages(t) {
		for _, m := range block.FindAllStringSubmatch(page, -1) {
			text.WriteString(strings.ReplaceAll(m[1], "\\\n", " ") + "\n")
		}
	}
	return text.String()
}

func TestExamplesUseOnlyTheEarthfilesOwnNames(t *testing.T) {
	recipes := earthfileRecipes(t)
	args := map[string]bool{}
	for _, r := range recipes {
		for name := range r.Args() {
			args[name] = true
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^.*(?:earth|earthly\.sh)\b.*(?: |amikit)\+[\w-]+.*$`).FindAllString(examples(t), -1) {
		for _, target := range regexp.MustCompile(`\+([\w-]+)`).FindAllStringSubmatch(m, -1) {
			if _, ok := earthfile.Find(recipes, target[1]); !ok {
				t.Errorf("%q: the Earthfile has no %s", m, target[1])
			}
		}
		for _, arg := range regexp.MustCompile(` --([A-Z][A-Z0-9_]+)`).FindAllStringSubmatch(m, -1) {
			if !args[arg[1]] {
				t.Errorf("%q: the Earthfile has no ARG %s", m, arg[1])
			}
		}
	}
	for _, m := range regexp.MustCompile(`amikit\+([\w-]+)`).FindAllStringSubmatch(examples(t), -1) {
		if _, ok := earthfile.Find(recipes, m[1]); !ok {
			t.Errorf("an example uses amikit+%s, which the Earthfile does not have", m[1])
		}
	}
}

func TestExamplesUseOnlyAmikitsOwnFlags(t *testing.T) {
	known := commandFlags(t)
	for _, line := range regexp.MustCompile(`(?m)^.*bin/amikit"? .*$`).FindAllString(examples(t), -1) {
		for _, flag := range regexp.MustCompile(` --([a-z][a-z0-9-]+)`).FindAllStringSubmatch(line, -1) {
			if !slices.Contains(known, flag[1]) {
				t.Errorf("%q: amikit has no flag --%s", line, flag[1])
			}
		}
	}
}

func TestExamplesUseOnlyAmikitsOwnSettings(t *testing.T) {
	for _, m := range regexp.MustCompile(`build-arg[: ]([A-Z][A-Z0-9_]+)=`).FindAllStringSubmatch(examples(t), -1) {
		if _, ok := option.ByName(m[1]); !ok && m[1] != "BUILDKIT_SYNTAX" {
			t.Errorf("an example gives build arg %s, which is no setting", m[1])
		}
	}
}

func TestTheExampleFrontendIsAsShortAsToldOf(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(root, "examples/frontend/main.go"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), "\n"); n >= 40 {
		t.Errorf("the README tells of under 40 lines, and it has %d", n)
	}
}

func earthfileRecipes(t *testing.T) []earthfile.Recipe {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, "Earthfile"))
	if err != nil {
		t.Fatal(err)
	}
	recipes, err := earthfile.Parse(string(data))
	if err != nil {
		t.Fatal(err)
	}
	return recipes
}

// commandFlags are the names in the command's sources where flags are defined,
// and those that the table of settings gives.
func commandFlags(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, o := range option.Table() {
		names = append(names, o.Flag())
	}
	definition := regexp.MustCompile(`(?:Var|VarP|String|Bool|Int)\((?:&[\w.]+, )?"([a-z-]+)"`)
	var files []string
	for _, dir := range []string{"cmd/amikit", "internal/diskcmd"} {
		found, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range definition.FindAllStringSubmatch(string(data), -1) {
			names = append(names, m[1])
		}
	}
	return names
}
