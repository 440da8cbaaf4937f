package builtin

import (
	"testing"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/testroot"
)

func TestADiskTellsWhatItsFirstBootAdds(t *testing.T) {
	b := build(t, rootOf(t, testroot.Kairos("amd64")), func(o *Options) { o.DiskSize, o.RecoverySize, o.StateSize = 8<<10, 200, 900 })
	want := disk.FirstBoot{RecoveryImage: 200 * mib, StateSize: 900 * mib, VolumeSize: b.part("recovery").End() + 901*mib}
	if got := b.info.FirstBoot; got == nil || *got != want {
		t.Errorf("it tells %+v, want %+v", got, want)
	}
	if other := build(t, rootOf(t, testroot.Debian("amd64"))); other.info.FirstBoot != nil {
		t.Errorf("a system that adds nothing tells %+v", other.info.FirstBoot)
	}
}
