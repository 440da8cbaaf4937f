package diskcmd

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/disk/compare"
	"github.com/amikit/amikit/internal/testroot"
)

// diskOf makes the disk of a tree by the verb build.
func diskOf(t *testing.T, tree testroot.Tree) string {
	t.Helper()
	withTools(t)
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	name := filepath.Join(t.TempDir(), "disk.raw")
	if _, err := run(t, "build", folder(t, tree), name); err != nil {
		t.Fatal(err)
	}
	return name
}

func exitCode(err error) int {
	var exit *ExitError
	if errors.As(err, &exit) {
		return exit.Code
	}
	return 0
}

func TestDiffNamesFilesAndBlocks(t *testing.T) {
	tree := testroot.Debian("amd64")
	a, b := diskOf(t, tree), diskOf(t, tree.With("etc/.hidden", testroot.File("x")).With("etc/machine-id", testroot.Entry{Mode: 0o444, Data: []byte("uninitialized\n")}))
	out, err := run(t, "diff", a, b)
	if exitCode(err) != exitDiffer || !errors.As(err, new(*ExitError)) {
		t.Fatalf("it ends with %v", err)
	}
	for _, want := range []string{
		"~ disk GUID ", "~ partition 2 \"root\": 2 files, ", "    + /etc/.hidden\n", "    ~ /etc/machine-id: content 0 bytes → 14 bytes\n",
		"    ~ /loader/entries/debian-" + testroot.KernelVersion + ".conf: content (", " bytes in both)", " blocks of 512 KiB differ: ", "2 outside of partitions",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the text lacks %q:\n%s", want, out)
		}
	}
}

func TestDiffLooksIntoTheRecoveryImage(t *testing.T) {
	tree := testroot.Kairos("amd64")
	out, err := run(t, "diff", diskOf(t, tree), diskOf(t, tree.With("etc/new", testroot.File("x"))))
	if exitCode(err) != exitDiffer || !strings.Contains(out, "    ~ /cOS/recovery.img: content (") || !strings.Contains(out, "\n        + /etc/new\n") {
		t.Fatalf("it ends with %v:\n%s", err, out)
	}
}

func TestDiffEndsAsDiffDoes(t *testing.T) {
	a := diskOf(t, testroot.Debian("amd64"))
	if out, err := run(t, "diff", a, filepath.Dir(a)); err != nil || out != "the disks are the same\n" {
		t.Errorf("of the same disk it prints %q and ends with %v", out, err)
	}
	if _, err := run(t, "diff", a, filepath.Join(t.TempDir(), "none.raw")); exitCode(err) != exitTrouble {
		t.Errorf("without a disk it ends with %v", err)
	}
	if _, err := run(t, "diff", "--output", "xml", a, a); exitCode(err) != exitTrouble || !strings.Contains(err.Error(), "json") {
		t.Errorf("of an unknown form it ends with %v", err)
	}
}

func TestDiffPrintsJSON(t *testing.T) {
	a := emptyDisk(t)
	out, err := run(t, "diff", "--output=json", a, diskOf(t, testroot.Debian("amd64")))
	if exitCode(err) != exitDiffer {
		t.Fatalf("it ends with %v", err)
	}
	var r compare.Result
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Same || r.Blocks.Size != 512<<10 {
		t.Fatalf("printed %+v, %v", r, err)
	}
	if len(r.Partitions) != 2 || r.Partitions[0].Unread == "" || r.Partitions[1].Change != compare.Added {
		t.Fatalf("partitions are %+v", r.Partitions)
	}
}

func TestAWrongCommandLineOfDiffIsTroubleAndNoDifference(t *testing.T) {
	for _, words := range [][]string{{"diff"}, {"diff", "a"}, {"diff", "a", "b", "c"}, {"diff", "--outptu", "json", "a", "b"}} {
		if _, err := run(t, words...); exitCode(err) != exitTrouble {
			t.Errorf("%q ends with %v", words, err)
		}
	}
}
