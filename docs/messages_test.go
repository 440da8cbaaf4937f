package docs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestTroubleshootingQuotesRealMessages(t *testing.T) {
	source := programText(t)
	heading := regexp.MustCompile("(?m)^### .*`.*$")
	quoted := regexp.MustCompile("`([^`]+)`")
	for _, line := range heading.FindAllString(pages(t)["docs/troubleshooting.md"], -1) {
		for _, m := range quoted.FindAllStringSubmatch(line, -1) {
			for _, piece := range strings.Split(m[1], "…") {
				if piece = strings.Trim(piece, " ?"); !strings.Contains(source, piece) {
					t.Errorf("%q of heading %q is in no message of amikit", piece, line)
				}
			}
		}
	}
}

// programText is the text of the product's Go files, without their tests, and of
// the Earthfile.
func programText(t *testing.T) string {
	t.Helper()
	earthfile, err := os.ReadFile(filepath.Join(root, "Earthfile"))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	text.Write(earthfile)
	for _, dir := range []string{"ami", "cmd", "disk", "frontend", "internal", "llb"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			data, err := os.ReadFile(name)
			text.Write(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return text.String()
}
