package diskcmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/step"
)

func TestTheConvertedDiskIsDescribed(t *testing.T) {
	from, to := builtDisk(t), t.TempDir()
	if err := output(t.Context(), from, to, "qcow2"); err != nil {
		t.Fatal(err)
	}
	raw, err := disk.ReadInfo(filepath.Join(from, step.InfoFile))
	if err != nil {
		t.Fatal(err)
	}
	info, err := disk.ReadInfo(filepath.Join(to, step.InfoFile))
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimSuffix(raw.File, ".raw") + ".qcow2"; info.File != want || info.Format != "qcow2" || info.Digest != raw.Digest {
		t.Errorf("disk.json names %s, %s, %s", info.File, info.Format, info.Digest)
	}
	if stat, err := os.Stat(filepath.Join(to, info.File)); err != nil || stat.Size() != info.Allocated {
		t.Errorf("the file is %v, %v", stat, err)
	}
}

func TestConvertTakesTheFormatFromTheName(t *testing.T) {
	from, dir := builtDisk(t), t.TempDir()
	for name, want := range map[string]string{
		"a.vhd": "", "a.raw": "raw already", "a.img": "no format", "missing/a.vhd": "no such file",
	} {
		cmd := New("disk")
		AddConversion(cmd)
		cmd.SetArgs([]string{"convert", from, filepath.Join(dir, name)})
		err := cmd.ExecuteContext(t.Context())
		if want == "" && err == nil {
			_, err = os.Stat(filepath.Join(dir, name))
		}
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheDiskProgramKnowsNoFormats(t *testing.T) {
	if found, _, err := New("amikit-disk").Find([]string{"convert"}); err == nil && found.Name() == "convert" {
		t.Error("a change of a format would make every disk anew")
	}
}

// builtDisk is the folder of a disk exec's result.
func builtDisk(t *testing.T) string {
	t.Helper()
	withTools(t)
	p := paths{rootfs: debian(t), work: t.TempDir(), out: t.TempDir()}
	if err := p.builtin(t.Context(), func(string) string { return "" }, nil); err != nil {
		t.Fatal(err)
	}
	return p.out
}
