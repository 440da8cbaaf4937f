package auroraboot

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/testroot"
)

// fake puts a shell script in auroraboot's place on the PATH.
func fake(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	text := "#!/bin/sh\nif [ \"$1\" = --version ]; then echo AuroraBoot version v0.26.2; exit 0; fi\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(dir, program), []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// stateDir is shell that finds the folder for the disk among the arguments.
const stateDir = `for a; do case $a in state_dir=*) state=${a#state_dir=};; esac; done; `

func TestARunThatMadeNoWholeDiskIsAnErrorAndLeavesNothing(t *testing.T) {
	tests := map[string]struct{ script, want string }{
		"a failure":                 {`printf '1 error occurred:\n\t* KAIROS_MODEL key not found\n'; exit 1`, "has no KAIROS_MODEL"},
		"success without a disk":    {`exit 0`, "left 0 raw disks"},
		"success with two disks":    {stateDir + `touch "$state/a.raw" "$state/b.raw"`, "left 2 raw disks"},
		"a disk of zeroes":          {stateDir + `head -c 1048576 /dev/zero > "$state/kairos-a.raw"`, "partition table"},
		"a disk and then a failure": {stateDir + `touch "$state/a.raw"; exit 1`, "auroraboot failed"},
		"an end by a signal":        {`kill -9 $$`, "was ended by signal: killed"},
		"an ignored size":           {`echo "ERR Failed to parse disk size, setting value to 0"`, "ignored a size"},
		"a panic":                   {`echo "panic: boom" >&2; exit 2`, "it crashed: boom"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			fake(t, test.script)
			var log bytes.Buffer
			o := Options{Rootfs: rootOf(t, testroot.Kairos("amd64")), Work: t.TempDir(), Out: t.TempDir(), Log: &log}
			err := Build(t.Context(), o)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v; want %q", err, test.want)
			}
			for _, dir := range []string{o.Work, o.Out} {
				if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
					t.Errorf("%s holds %v, %v", dir, left, err)
				}
			}
		})
	}
}

func TestAuroraBootNeverSeesTheUserData(t *testing.T) {
	fake(t, `for a; do if [ -f "$a" ]; then cat "$a"; fi; done; echo "seen hunter2hunter2"; env; exit 1`)
	var log bytes.Buffer
	o := Options{
		Rootfs: rootOf(t, testroot.Kairos("amd64")), Work: t.TempDir(), Out: t.TempDir(), Log: &log,
		UserData: []byte("#cloud-config\ntoken: hunter2hunter2\n"),
	}
	if err := Build(t.Context(), o); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Fatalf("got %v", err)
	}
	if !strings.Contains(log.String(), "#cloud-config\nseen [hidden]\n") {
		t.Errorf("the log is %q", log.String())
	}
}

func TestABadRootFilesystemIsRefusedBeforeTheRun(t *testing.T) {
	fake(t, `echo started; exit 0`)
	var log bytes.Buffer
	err := Build(t.Context(), Options{Rootfs: rootOf(t, testroot.Debian("amd64")), Work: t.TempDir(), Out: t.TempDir(), Log: &log})
	if err == nil || !strings.Contains(err.Error(), "DISK_BUILDER=builtin") || log.Len() > 0 {
		t.Fatalf("got %v, log %q", err, log.String())
	}
}

func TestADisksFileNameNeedsNoQuoting(t *testing.T) {
	if got := fileName("/out/kairos-debian-12 (bookworm)-v4.1+k3s1.raw"); got != "kairos-debian-12--bookworm--v4.1+k3s1.raw" {
		t.Errorf("got %s", got)
	}
}
