package diskview_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/builtin"
	"github.com/amikit/amikit/internal/diskview"
	"github.com/amikit/amikit/internal/testroot"
)

// steps makes the disk of a tree and returns what boots what on it.
func steps(t *testing.T, tree testroot.Tree) string {
	t.Helper()
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin:/sbin")
	dir, name := filepath.Join(t.TempDir(), "root"), filepath.Join(t.TempDir(), "disk.raw")
	if err := tree.Write(dir); err != nil {
		t.Fatal(err)
	}
	info, err := builtin.Build(t.Context(), builtin.Options{Rootfs: dir, Work: t.TempDir(), PreferPath: true}, name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := disk.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	view, err := diskview.New(t.Context(), f, info)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, step := range view.Boot {
		lines = append(lines, strings.ReplaceAll(step.String(), info.Partitions[1].UUID, "UUID"))
	}
	return strings.Join(lines, "\n")
}

// program is an EFI program that holds the words by which its kind is known.
func program(words string) testroot.Entry {
	return testroot.Entry{Mode: 0o644, Data: append(testroot.EFI("amd64"), words...)}
}

const systemdBoot = "usr/lib/systemd/boot/efi/systemd-bootx64.efi"

func TestTheWayFromTheFirmwareToTheRootIsTold(t *testing.T) {
	debian := testroot.Debian("amd64").With(systemdBoot, program("#### LoaderInfo: systemd-boot 252 ####"))
	const grub, shim = "usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed", "usr/lib/shim/shimx64.efi.signed"
	uki := testroot.Entry{Mode: 0o644, Data: testroot.UKI("amd64", "root=LABEL=main quiet", testroot.Initrd())}
	for name, c := range map[string]struct {
		tree testroot.Tree
		want []string
	}{
		"systemd-boot": {debian, []string{
			"firmware starts systemd-boot EFI/BOOT/BOOTX64.EFI on partition 1",
			"systemd-boot reads entry loader/entries/debian-" + testroot.KernelVersion + ".conf on partition 1",
			"systemd-boot starts kernel debian/" + testroot.KernelVersion + "/linux on partition 1",
			"kernel mounts root=UUID=UUID on partition 2",
		}},
		"shim and GRUB": {debian.Without(systemdBoot).With(grub, program("grub_main")).With(shim, program("UEFI SHIM")), []string{
			"firmware starts shim EFI/BOOT/BOOTX64.EFI on partition 1",
			"shim starts GRUB EFI/BOOT/grubx64.efi on partition 1",
			"GRUB reads configuration EFI/debian/grub.cfg on partition 1",
			"GRUB starts kernel boot/vmlinuz-" + testroot.KernelVersion + " on partition 2",
			"kernel mounts root=UUID=UUID on partition 2",
		}},
		"a UKI behind systemd-boot": {debian.With("boot/EFI/Linux/a.efi", uki), []string{
			"firmware starts systemd-boot EFI/BOOT/BOOTX64.EFI on partition 1",
			"systemd-boot starts unified kernel image EFI/Linux/a.efi on partition 1",
			"unified kernel image mounts root=LABEL=main on partition 2",
		}},
		"a UKI that looks by type": {
			debian.Without(systemdBoot).With("boot/EFI/Linux/a.efi", testroot.Entry{Mode: 0o644, Data: testroot.UKI("amd64", "quiet", testroot.InitrdOf("systemd-gpt-auto-generator"))}),
			[]string{
				"firmware starts unified kernel image EFI/BOOT/BOOTX64.EFI on partition 1",
				"unified kernel image mounts the root by its partition's type on partition 2",
			},
		},
		"Kairos": {testroot.Kairos("amd64").With(grub, program("grub_main")).With(shim, program("UEFI SHIM")), []string{
			"firmware starts shim EFI/BOOT/BOOTX64.EFI on partition 1",
			"shim starts GRUB EFI/BOOT/grubx64.efi on partition 1",
			"GRUB reads configuration EFI/ubuntu/grub.cfg on partition 1",
			"GRUB reads configuration etc/cos/grub.cfg on partition 3",
			"GRUB starts the system in the image cOS/recovery.img on partition 3",
		}},
		"an unknown program": {testroot.Debian("amd64"), []string{"firmware starts EFI program EFI/BOOT/BOOTX64.EFI on partition 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := steps(t, c.tree); got != strings.Join(c.want, "\n") {
				t.Fatalf("told:\n%s", got)
			}
		})
	}
}
