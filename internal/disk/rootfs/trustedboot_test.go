package rootfs_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/testroot"
)

func TestTrustedBootImagesAreRecognised(t *testing.T) {
	uki := testroot.Entry{Mode: 0o644, Data: testroot.EFI("amd64")}
	for name, c := range map[string]struct {
		tree testroot.Tree
		sign string
	}{
		"by its release file":          {testroot.TrustedBoot("amd64"), "etc/kairos-release"},
		"by the folder of CanvOS":      {testroot.Kairos("amd64").With("trusted-boot/EFI/kairos/norole.efi", uki), "trusted-boot"},
		"build-uki's container":        {testroot.Tree{"EFI/kairos/norole.efi": uki, "EFI/BOOT/BOOTX64.EFI": uki}, "EFI/kairos/norole.efi"},
		"build-uki's folder of images": {testroot.Tree{"norole_v1.efi": uki}, "norole_v1.efi"},
		"Kairos that GRUB starts":      {testroot.Kairos("amd64"), ""},
		"a UKI of another system":      {testroot.Debian("amd64").With("boot/efi/EFI/Linux/debian.efi", uki), ""},
	} {
		t.Run(name, func(t *testing.T) {
			root := open(t, c.tree)
			release, err := root.Release()
			if err != nil {
				t.Fatal(err)
			}
			err = root.TrustedBoot(release)
			var refused *rootfs.TrustedBootError
			if errors.As(err, &refused) != (c.sign != "") || c.sign != "" && refused.Sign != c.sign {
				t.Fatalf("it says %v", err)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("it says %q", err)
			}
		})
	}
}
