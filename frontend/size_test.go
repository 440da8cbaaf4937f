package frontend

import (
	"strings"
	"testing"
)

func TestSizesAreCheckedBeforeTheLongWork(t *testing.T) {
	for name, c := range map[string]struct {
		sizes map[string]string
		want  string
	}{
		"with units":                        {map[string]string{"DISK_SIZE": "20G", "STATE_SIZE": "4096", "RECOVERY_SIZE": "512MiB"}, ""},
		"a unit that auroraboot would drop": {map[string]string{"DISK_SIZE": "20X"}, `DISK_SIZE: size "20X"`},
		"a fraction":                        {map[string]string{"STATE_SIZE": "1.5G"}, "STATE_SIZE"},
		"a disk for a larger recovery.img":  {map[string]string{"DISK_SIZE": "2G", "RECOVERY_SIZE": "1G"}, "DISK_SIZE=2G does not hold a recovery.img of RECOVERY_SIZE=1G; give at least 2328M"},
	} {
		t.Run(name, func(t *testing.T) {
			g := diskGateway().withUserData("#cloud-config\n")
			for setting, value := range c.sizes {
				g.opts["build-arg:"+setting] = value
			}
			_, err := g.build(t)
			if (err == nil) != (c.want == "") || err != nil && (!strings.Contains(err.Error(), c.want) || len(g.solved) > 0) {
				t.Fatalf("it says %v, solved %q", err, g.solved)
			}
		})
	}
}
