package diskcmd

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/step"
	"github.com/amikit/amikit/internal/testroot"
)

// withTools makes the tools of e2fsprogs found by any user.
func withTools(t *testing.T) {
	t.Helper()
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin:/sbin")
}

// folder writes a tree into a folder of its own.
func folder(t *testing.T, tree testroot.Tree) string {
	t.Helper()
	dir := t.TempDir()
	if err := tree.Write(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func debian(t *testing.T) string { return folder(t, testroot.Debian("amd64")) }

// chdir enters an empty folder, where no .arg is found but the given one.
func chdir(t *testing.T, arg string) {
	t.Helper()
	dir := t.TempDir()
	if arg != "" {
		if err := os.WriteFile(filepath.Join(dir, ".arg"), []byte(arg), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

func TestBuildTakesTheSizeFromFlagEnvironmentAndArg(t *testing.T) {
	withTools(t)
	for name, c := range map[string]struct {
		flags    []string
		env, arg string
		want     int64
	}{
		"flag first":        {[]string{"--disk-size", "1G"}, "2G", "DISK_SIZE=3G\n", 1 << 30},
		"environment next":  {nil, "2048", "DISK_SIZE=3G\n", 2 << 30},
		".arg at the end":   {nil, "", "DISK_SIZE=3G # of the volume\n", 3 << 30},
		"computed for none": {nil, "", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			chdir(t, c.arg)
			t.Setenv("DISK_SIZE", c.env)
			raw := filepath.Join(t.TempDir(), "out.raw")
			if _, err := run(t, append([]string{"build", debian(t), raw}, c.flags...)...); err != nil {
				t.Fatal(err)
			}
			info, err := disk.ReadInfo(filepath.Join(filepath.Dir(raw), step.InfoFile))
			if err != nil {
				t.Fatal(err)
			}
			if c.want != 0 && info.Size != c.want || info.File != "out.raw" || info.Builder.Name != "builtin" {
				t.Fatalf("the disk is %+v", info)
			}
		})
	}
}

func TestBuildRefusesWhatItCannotRead(t *testing.T) {
	withTools(t)
	chdir(t, "")
	bad := filepath.Join(t.TempDir(), "user-data")
	if err := os.WriteFile(bad, []byte("users: [secret]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		flags []string
		want  string
	}{
		"a size that is none":   {[]string{"--disk-size", "big"}, "DISK_SIZE"},
		"no file of user-data":  {[]string{"--user-data", bad + "-missing"}, "user-data"},
		"user-data that is bad": {[]string{"--user-data", bad}, "#cloud-config"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := run(t, append([]string{"build", debian(t), filepath.Join(t.TempDir(), "out.raw")}, c.flags...)...)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
				t.Fatalf("it says %v", err)
			}
		})
	}
}

func TestTheExecLeavesDiskAndDescription(t *testing.T) {
	withTools(t)
	p := paths{rootfs: debian(t), work: t.TempDir(), out: t.TempDir()}
	if err := p.builtin(t.Context(), func(string) string { return "" }, nil); err != nil {
		t.Fatal(err)
	}
	raw, err := disk.Find(p.out)
	if err != nil || filepath.Base(raw) != "debian-12-amd64.raw" {
		t.Fatalf("made %q, %v", raw, err)
	}
	info, err := disk.ReadInfo(filepath.Join(p.out, step.InfoFile))
	if err != nil || info.File != filepath.Base(raw) || info.Inputs == "" {
		t.Fatalf("described as %+v, %v", info, err)
	}
}

func TestTheExecRefusesAWrongSetting(t *testing.T) {
	p := paths{rootfs: debian(t), work: t.TempDir(), out: t.TempDir()}
	getenv := func(name string) string { return map[string]string{"SOURCE_DATE_EPOCH": "yesterday"}[name] }
	err := p.builtin(t.Context(), getenv, nil)
	if err == nil || !strings.Contains(err.Error(), "SOURCE_DATE_EPOCH") {
		t.Fatalf("it says %v", err)
	}
	if _, err := disk.Find(p.out); !errors.As(err, new(*disk.RawFileError)) {
		t.Fatalf("something is left: %v", err)
	}
}
