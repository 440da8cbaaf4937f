package option_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/option"
)

func TestDocsNameEverySettingAsTheTableDoes(t *testing.T) {
	for _, step := range []option.Step{option.StepRootfs, option.StepDisk, option.StepOutput, option.StepPublish} {
		var table strings.Builder
		table.WriteString("| setting | default | unit | |\n| --- | --- | --- | --- |\n")
		for _, o := range option.Of(step) {
			fmt.Fprintf(&table, "| `%s` | %s | %s | %s |\n", o.Name, o.Default, o.Unit, o.Help)
		}
		requireInDocs(t, table.String())
	}
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
	data, err := os.ReadFile("../../docs/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), table) {
		t.Errorf("docs/settings.md lacks this table:\n%s", table)
	}
}
