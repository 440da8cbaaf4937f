package docs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestTheTestsThatTheMigrationPageNamesExist(t *testing.T) {
	tests := testNames(t)
	named := regexp.MustCompile("`(Test[A-Za-z0-9]+)`").FindAllStringSubmatch(pages(t)["docs/migration.md"], -1)
	if len(named) < 15 {
		t.Fatalf("the page names %d tests, and there are fifteen defects", len(named))
	}
	for _, m := range named {
		if !tests[m[1]] {
			t.Errorf("docs/migration.md names %s, which is no test", m[1])
		}
	}
}

// testNames returns the names of the product's tests.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	declared := regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9]+)\(`)
	names := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		for _, m := range declared.FindAllStringSubmatch(string(data), -1) {
			names[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
