package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEveryDirectDependencyHasItsReason(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	text := pages(t)["docs/architecture.md"]
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(string(data), -1) {
		module := m[1]
		if strings.HasPrefix(module, "github.com/aws/aws-sdk-go-v2") {
			module = "github.com/aws/aws-sdk-go-v2"
		}
		if !strings.Contains(text, "| "+module) && !strings.Contains(text, ", "+module) {
			t.Errorf("docs/architecture.md does not say what %s is for", m[1])
		}
	}
}
