// Package docs_test checks what the documentation says against the repository.
package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/ami/policy"
)

const root = ".."

// pages returns the text of every page that people read, by its path from root.
func pages(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "localaws/*.md"} {
		names, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			found[strings.TrimPrefix(name, root+"/")] = string(data)
		}
	}
	return found
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#][^)]*)\)`)
	for name, text := range pages(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			path := filepath.Join(filepath.Dir(name), target)
			if _, err := os.Stat(filepath.Join(root, path)); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
			if anchor != "" && !slices.Contains(anchors(pages(t)[path]), anchor) {
				t.Errorf("%s links to %s, which has no such heading", name, m[1])
			}
		}
	}
}

// anchors are those of a page's headings, as GitHub makes them.
func anchors(text string) []string {
	var found []string
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		plain := regexp.MustCompile(`[^\p{L}\p{N}_ -]`).ReplaceAllString(strings.ToLower(m[1]), "")
		found = append(found, strings.ReplaceAll(plain, " ", "-"))
	}
	return found
}

func TestTheReadmeLinksEveryPage(t *testing.T) {
	all := pages(t)
	for name := range all {
		if strings.HasPrefix(name, "docs/") && !strings.Contains(all["README.md"], "]("+name+")") {
			t.Errorf("README.md does not link %s", name)
		}
	}
}

func TestSecurityPageShowsThePolicies(t *testing.T) {
	set, err := policy.For(policy.Features{Bucket: "my-canvos-images"})
	if err != nil {
		t.Fatal(err)
	}
	text := pages(t)["docs/security.md"]
	for name, document := range map[string]*policy.Document{
		"the caller's": &set.Caller, "the role's trust": set.RoleTrust, "the role's": set.RolePermissions,
	} {
		data, err := document.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(text, "```json\n"+string(data)+"\n```") {
			t.Errorf("docs/security.md does not show %s policy as it is:\n%s", name, data)
		}
	}
}

func TestTheArchitectureNamesEveryPackage(t *testing.T) {
	text := pages(t)["docs/architecture.md"]
	for _, pattern := range []string{"cmd/*", "internal/*"} {
		names, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			name = strings.TrimPrefix(name, root+"/")
			if !strings.Contains(text, "| `"+name+"`") && !strings.Contains(text, "| `"+name+"/`") {
				t.Errorf("docs/architecture.md does not say what %s is for", name)
			}
		}
	}
}
