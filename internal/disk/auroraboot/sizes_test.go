package auroraboot

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/testroot"
)

func TestASizeThatCannotServeIsRefusedBeforeTheRun(t *testing.T) {
	root := rootOf(t, testroot.Kairos("amd64"))
	for name, size := range map[string]int64{"usr/big": 100 << 20, "tmp/left-out": 900 << 20} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/proc/kcore", filepath.Join(root, "usr/link")); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		o    Options
		want string
	}{
		"none given":                      {Options{}, ""},
		"all large enough":                {Options{DiskSize: 1080, StateSize: 200, RecoverySize: 100}, ""},
		"a disk":                          {Options{DiskSize: 1079}, "DISK_SIZE of 1079 MiB"},
		"a disk for the recovery as told": {Options{DiskSize: 679, RecoverySize: 200}, "set DISK_SIZE to 680 or more"},
		"a recovery image":                {Options{RecoverySize: 99}, "RECOVERY_SIZE of 99 MiB"},
		"a state partition":               {Options{StateSize: 199}, "STATE_SIZE of 199 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			c.o.Rootfs = root
			err := c.o.checkSizes(t.Context())
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Fatalf("it says %v", err)
			}
		})
	}
}
