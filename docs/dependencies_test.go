package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// direct are the modules that go.mod requires directly; AWS's are one.
func direct(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	var modules []string
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(string(data), -1) {
		if !strings.HasPrefix(m[1], "github.com/aws/aws-sdk-go-v2/") {
			modules = append(modules, m[1])
		}
	}
	return modules
}

func TestEveryDirectDependencyHasItsReason(t *testing.T) {
	_, section, found := strings.Cut(pages(t)["docs/architecture.md"], "## Dependencies")
	if !found {
		t.Fatal("docs/architecture.md has no section Dependencies")
	}
	var explained []string
	for _, m := range regexp.MustCompile(`(?m)^\| ([a-z]\S*/\S*) `).FindAllStringSubmatch(section, -1) {
		explained = append(explained, m[1])
	}
	for _, module := range direct(t) {
		if !slices.Contains(explained, module) {
			t.Errorf("docs/architecture.md does not say what %s is for", module)
		}
	}
	for _, module := range explained {
		if !slices.Contains(direct(t), module) {
			t.Errorf("docs/architecture.md explains %s, which go.mod does not require directly", module)
		}
	}
}
