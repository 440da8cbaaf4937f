package option_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/amikit/amikit/internal/option"
)

func TestDocsNameEverySettingAsTheTableDoes(t *testing.T) {
	for step, heading := range map[option.Step]string{
		option.StepRootfs: "The root filesystem", option.StepDisk: "The disk",
		option.StepOutput: "The exported disk", option.StepPublish: "The AMI",
	} {
		var want []string
		for _, o := range option.Of(step) {
			want = append(want, fmt.Sprintf("| `%s` | %s | %s | %s |", o.Name, o.Default, o.Unit, o.Help))
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, rows(section(t, heading))); diff != "" {
			t.Errorf("docs/settings.md, %q:\n%s", heading, diff)
		}
	}
}

// section returns what stands under a heading of the second level.
func section(t *testing.T, heading string) string {
	t.Helper()
	_, text, found := strings.Cut(page(t), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("docs/settings.md has no section %q", heading)
	}
	text, _, _ = strings.Cut(text, "\n## ")
	return text
}

// rows returns the rows about settings, sorted: the page groups them for people.
func rows(text string) []string {
	found := regexp.MustCompile("(?m)^\\| `[A-Z].*$").FindAllString(text, -1)
	slices.Sort(found)
	return found
}

func TestDocsNameEverySecretAsTheTableDoes(t *testing.T) {
	var table strings.Builder
	table.WriteString("| secret | in the build | |\n| --- | --- | --- |\n")
	for _, s := range option.Secrets() {
		place := "variable"
		if s.File != "" {
			place = "file"
		}
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", s.ID, place, s.Help)
	}
	requireInDocs(t, table.String())
}

func requireInDocs(t *testing.T, table string) {
	t.Helper()
	if !strings.Contains(page(t), table) {
		t.Errorf("docs/settings.md lacks this table:\n%s", table)
	}
}

func page(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../docs/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
