package auroraboot

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/disk"
)

// oemStart is where the tests' filesystem begins in its file, in bytes.
const oemStart = 1 << 20

// newTestOEM makes a file with a filesystem like that of the OEM partition.
func newTestOEM(t *testing.T) oem {
	t.Helper()
	raw := filepath.Join(t.TempDir(), "disk.raw")
	r := runner{env: environment(os.Getenv, t.TempDir())}
	if err := os.WriteFile(raw, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(raw, oemStart+64<<20); err != nil {
		t.Fatal(err)
	}
	if _, found := find(r.env, "mke2fs"); !found {
		t.Fatal("mke2fs is missing: install e2fsprogs")
	}
	if _, err := r.output(t.Context(), "", "mke2fs", "-q", "-t", "ext2", "-E", "offset=1048576", raw, "64m"); err != nil {
		t.Fatal(err)
	}
	return newOEM(r, raw, disk.Partition{Start: oemStart, Size: 64 << 20}, t.TempDir())
}

func TestUserDataReachesTheDiskByteForByte(t *testing.T) {
	tests := map[string]string{
		"a small one":            "#cloud-config\n",
		"a template's brackets":  "#cloud-config\nrun: '[[[ -f /x ]]]'\n",
		"quotes and other signs": "#cloud-config\na: \"é'$(x)`\\\"\n",
		"Windows line ends":      "#cloud-config\r\na: 1\r\n",
		"a long one":             "#cloud-config\na: " + strings.Repeat("x", 3<<20) + "\n",
		"no newline at its end":  "#cloud-config\na: 1",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			o := newTestOEM(t)
			for _, data := range []string{"#cloud-config\nold: true\n", text} { // the second takes the first's place
				if err := o.put(t.Context(), []byte(data)); err != nil {
					t.Fatal(err)
				}
			}
			stat, err := o.runner.output(t.Context(), "", "debugfs", "-R", "stat "+cloudConfigName, o.device)
			if err != nil {
				t.Fatal(err)
			}
			fields := strings.Join(strings.Fields(string(stat)), " ")
			if !strings.Contains(fields, "Mode: 0600") || !strings.Contains(fields, "User: 0 Group: 0") {
				t.Errorf("it is %s", fields)
			}
		})
	}
}

func TestAUserDataThatDoesNotFitIsAnError(t *testing.T) {
	o := newTestOEM(t)
	if err := o.put(t.Context(), []byte("#cloud-config\n"+strings.Repeat("a: 1\n", 14<<20))); err == nil {
		t.Fatal("it was taken")
	}
}

func TestARecoveryPartitionWithoutItsImageIsIncomplete(t *testing.T) {
	o := newTestOEM(t)
	raw, _, _ := strings.Cut(o.device, "?")
	_, err := o.runner.checkRecovery(t.Context(), raw, disk.Partition{Start: oemStart})
	if err == nil || !strings.Contains(err.Error(), "no /etc/cos/grub.cfg") {
		t.Fatalf("got %v", err)
	}
}

func TestAMissingProgramIsNamed(t *testing.T) {
	_, err := runner{}.output(t.Context(), "", "debugfs")
	if err == nil || !strings.Contains(err.Error(), "debugfs") {
		t.Fatalf("got %v", err)
	}
}
