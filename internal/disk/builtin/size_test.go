package builtin

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/testroot"
)

func TestDiskSizeGoesToTheRoot(t *testing.T) {
	b := build(t, rootOf(t, testroot.Debian("amd64")), func(o *Options) { o.DiskSize = 20 << 10 })
	root := b.part("root")
	if b.info.Size != 20<<30 || root.End() != b.info.Size-mib {
		t.Fatalf("disk of %d bytes, root ends at %d", b.info.Size, root.End())
	}
	if len(b.info.Problems) > 0 || b.info.Allocated > 200*mib {
		t.Fatalf("problems %v, %d bytes allocated", b.info.Problems, b.info.Allocated)
	}
}

func TestTheLeastSizeReallySuffices(t *testing.T) {
	dir := rootOf(t, testroot.Debian("amd64").With("usr/lib/big", testroot.Entry{Mode: 0o644, Data: make([]byte, 40*mib)}))
	_, err := tryBuild(t, dir, func(o *Options) { o.DiskSize = 1 })
	var small *SizeError
	if !errors.As(err, &small) || small.Given != 1 || small.Least < 100 {
		t.Fatalf("it says %v", err)
	}
	if b := build(t, dir, func(o *Options) { o.DiskSize = small.Least }); b.info.Size != small.Least*mib {
		t.Fatalf("the disk has %d bytes", b.info.Size)
	}
}

func TestKairosSizesAreFollowedOrRefused(t *testing.T) {
	root := rootOf(t, testroot.Kairos("amd64"))
	b := build(t, root, func(o *Options) { o.DiskSize, o.RecoverySize = 8<<10, 200 })
	if b.info.Size != 8<<30 || b.part("recovery").Size != 550*mib || len(b.info.Problems) > 0 {
		t.Errorf("disk of %d bytes, recovery of %d, %v", b.info.Size, b.part("recovery").Size, b.info.Problems)
	}
	for setting, change := range map[string]func(*Options){
		"DISK_SIZE":     func(o *Options) { o.DiskSize = 100 },
		"RECOVERY_SIZE": func(o *Options) { o.RecoverySize = 1 },
		"STATE_SIZE":    func(o *Options) { o.StateSize = 1 },
	} {
		_, err := tryBuild(t, root, change)
		var small *SizeError
		if !errors.As(err, &small) || !strings.HasPrefix(err.Error(), setting) {
			t.Errorf("%s: it says %v", setting, err)
		}
	}
}

func TestEveryDiskSizeHasTheBackupTableAtItsEnd(t *testing.T) {
	root := rootOf(t, testroot.Kairos("amd64"))
	for _, size := range []int64{0, 1001, 1 << 10, 3<<10 + 7, 100 << 10} {
		b := build(t, root, func(o *Options) { o.DiskSize = size })
		if size > 0 && b.info.Size != size*mib || len(b.info.Problems) > 0 {
			t.Errorf("DISK_SIZE=%d: %d bytes, %v", size, b.info.Size, b.info.Problems)
		}
		last := make([]byte, sector)
		file, err := os.Open(b.name)
		if err == nil {
			_, err = file.ReadAt(last, b.info.Size-sector)
			_ = file.Close()
		}
		if err != nil || string(last[:8]) != "EFI PART" {
			t.Errorf("DISK_SIZE=%d: the last sector begins %q, %v", size, last[:8], err)
		}
	}
}

func TestALinkOutOfTheRootFilesystemChangesNoSize(t *testing.T) {
	large := filepath.Join(t.TempDir(), "large")
	if err := errors.Join(os.WriteFile(large, nil, 0o600), os.Truncate(large, 500*mib)); err != nil {
		t.Fatal(err)
	}
	tree := testroot.Kairos("amd64")
	plain, linked := build(t, rootOf(t, tree)), build(t, rootOf(t, tree.With("usr/link", testroot.Link(large))))
	if plain.info.Size != linked.info.Size {
		t.Errorf("the disk has %d bytes, and %d with a link", plain.info.Size, linked.info.Size)
	}
}

func TestSizesOfKairosAreNamedWhereTheyChangeNothing(t *testing.T) {
	var warnings []string
	build(t, rootOf(t, testroot.Debian("amd64")), func(o *Options) {
		o.RecoverySize, o.Warn = 500, func(line string) { warnings = append(warnings, line) }
	})
	if !strings.Contains(strings.Join(warnings, "\n"), "RECOVERY_SIZE are for Kairos disks alone") {
		t.Errorf("warned %q", warnings)
	}
}
