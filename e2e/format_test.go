//go:build e2e

package e2e

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// TestTheDiskComesInEveryFormat makes one disk and asks for it in each format.
func TestTheDiskComesInEveryFormat(t *testing.T) {
	b := builtin(t)
	build(t, harness.Gateway, b)
	raw, want := describe(t, b.Output)
	for format, name := range map[string]string{"qcow2": "qcow2", "vmdk": "vmdk", "vhd": "vpc"} {
		t.Run(format, func(t *testing.T) {
			file := formatted(t, b, format, want)
			if out, err := exec.CommandContext(t.Context(), "qemu-img", "compare", "-f", "raw", "-F", name, raw, file).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
		})
	}
	t.Run("raw.zst", func(t *testing.T) { formatted(t, b, "raw.zst", want) })
}

// formatted builds the disk in a format, which must not make it anew, and
// returns its file.
func formatted(t *testing.T, b harness.Build, format string, want description) string {
	t.Helper()
	b.Output, b.Args = t.TempDir(), with(b.Args, map[string]string{"OUTPUT_FORMAT": format})
	if r := build(t, harness.Gateway, b); r.Executed("raw EFI disk") != 0 || r.Executed("convert the disk to "+format) != 1 {
		t.Fatalf("it ran %q", r.Names())
	}
	var d struct {
		description
		Format string `json:"format"`
	}
	if err := json.Unmarshal([]byte(read(t, b.Output, "disk.json")), &d); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(b.Output, d.File)
	if d.Format != format || d.Digest != want.Digest || filepath.Ext(file) != filepath.Ext("."+format) {
		t.Fatalf("disk.json says %+v", d)
	}
	read(t, file)
	return file
}

// TestAnAMIIsMadeOfTheRawDiskInAnyCase gives the setting of another target.
func TestAnAMIIsMadeOfTheRawDiskInAnyCase(t *testing.T) {
	b := publish(t, newAccount(t))
	b.Args["OUTPUT_FORMAT"] = "vhd"
	if r := build(t, harness.Gateway, b); r.Executed("convert the disk") != 0 {
		t.Fatalf("it ran %q", r.Names())
	}
	image(t, b.Output)
}

func TestAFormatThatThereIsNoneOf(t *testing.T) {
	b := builtin(t)
	b.Args["OUTPUT_FORMAT"] = "zip"
	wants(t, lastLine(refuse(t, harness.Gateway, b).Stderr), "OUTPUT_FORMAT", "zip", "qcow2")
}
