package builtin

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/testroot"
)

func entry(data []byte) testroot.Entry { return testroot.Entry{Mode: 0o600, Data: data} }

// fedoraRoot has the files where Fedora's packages have them in a container: the
// kernel and the initrd beside its modules, and an empty /boot.
func fedoraRoot(dir string) testroot.Tree {
	efi := entry(testroot.EFI("amd64"))
	return testroot.Tree{
		"etc/os-release": testroot.File("ID=fedora\nVERSION_ID=41\nPRETTY_NAME=\"Fedora Linux 41\"\n"),
		"lib":            testroot.Link("usr/lib"), "boot": testroot.Dir(),
		"usr/lib/modules/" + testroot.KernelVersion + "/vmlinuz":       entry(testroot.Kernel("amd64")),
		"usr/lib/modules/" + testroot.KernelVersion + "/initramfs.img": entry(testroot.Initrd()),
		dir + "/shimx64.efi": efi, dir + "/grubx64.efi": efi,
	}
}

func TestFedorasLayoutsBoot(t *testing.T) {
	for name, dir := range map[string]string{"on the mount point": "boot/efi/EFI/fedora", "of the new packages": "usr/lib/efi/all/1-2/EFI/fedora"} {
		t.Run(name, func(t *testing.T) {
			b := build(t, rootOf(t, fedoraRoot(dir)))
			config := b.espFile("EFI/fedora/grub.cfg")
			if want := "linux /usr/lib/modules/" + testroot.KernelVersion + "/vmlinuz root=UUID="; !strings.Contains(config, want) {
				t.Errorf("grub.cfg lacks %q:\n%s", want, config)
			}
			if !strings.Contains(b.espList(), "EFI/BOOT/grubx64.efi") || b.info.BootMode != disk.BootUEFI {
				t.Errorf("the disk has\n%s", b.espList())
			}
		})
	}
}

func TestEachVendorsGRUBFindsItsConfiguration(t *testing.T) {
	for release, want := range map[string]string{
		"ID=ubuntu\nID_LIKE=debian\n":         "EFI/ubuntu/grub.cfg",
		"ID=rhel\nID_LIKE=fedora\n":           "EFI/redhat/grub.cfg",
		"ID=\"ol\"\nID_LIKE=\"fedora\"\n":     "EFI/redhat/grub.cfg",
		"ID=rocky\nID_LIKE=\"rhel centos\"\n": "EFI/rocky/grub.cfg",
		"ID=\"opensuse-leap\"\n":              "EFI/opensuse/grub.cfg",
		"ID=other\n":                          "EFI/vendor/grub.cfg",
	} {
		tree := fedoraRoot("boot/efi/EFI/vendor").With("etc/os-release", testroot.File(release))
		if files := build(t, rootOf(t, tree)).espList(); !strings.Contains(files, want) {
			t.Errorf("%q: no %s in\n%s", release, want, files)
		}
	}
}

// ubuntuRoot has Ubuntu's links, modes, labels and signed loaders.
func ubuntuRoot() testroot.Tree {
	return grubRoot("amd64").
		With("boot/vmlinuz-"+testroot.KernelVersion, entry(testroot.Kernel("amd64"))).
		With("usr/lib/os-release", testroot.File("ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"24.04\"\n")).
		With("etc/fstab", testroot.File("LABEL=cloudimg-rootfs / ext4 discard,commit=30,errors=remount-ro 0 1\nLABEL=UEFI /boot/efi vfat umask=0077 0 1\n"))
}

func TestUbuntusLabelsAreTheDisks(t *testing.T) {
	var warnings []string
	b := build(t, rootOf(t, ubuntuRoot()), func(o *Options) { o.Warn = func(line string) { warnings = append(warnings, line) } })
	if root, esp := b.part("root"), b.part("EFI"); root.Label != "cloudimg-rootfs" || esp.Label != "UEFI" {
		t.Errorf("labels are %q and %q", root.Label, esp.Label)
	}
	if strings.Contains(strings.Join(warnings, "\n"), "fstab") {
		t.Errorf("warned %q", warnings)
	}
}

func TestSystemdBootGetsAnUnpackedKernel(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(testroot.Kernel("arm64")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	b := build(t, rootOf(t, testroot.Debian("arm64").With("boot/vmlinuz-"+testroot.KernelVersion, entry(packed.Bytes()))))
	if b.info.Architecture != "arm64" || b.espFile("debian/"+testroot.KernelVersion+"/linux") != string(testroot.Kernel("arm64")) {
		t.Errorf("the disk is %+v", b.info.Layout)
	}
}

func TestWhatNoInstanceStartsFromIsRefused(t *testing.T) {
	tree := testroot.Debian("amd64").
		Without("usr/lib/modules/"+testroot.KernelVersion+"/modules.builtin").
		With("usr/lib/modules/1.2.3/modules.dep", testroot.File(""))
	for name, tree := range map[string]testroot.Tree{"Debian": tree, "Kairos": testroot.Kairos("amd64").Without("usr/lib/modules/"+testroot.KernelVersion+"/modules.builtin").With("usr/lib/modules/1.2.3/modules.dep", testroot.File(""))} {
		if _, err := tryBuild(t, rootOf(t, tree)); err == nil || !strings.Contains(err.Error(), "could not start from this disk") {
			t.Errorf("%s: it says %v", name, err)
		}
	}
}
