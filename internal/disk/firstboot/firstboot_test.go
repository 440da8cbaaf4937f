package firstboot_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/disk/firstboot"
	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/testroot"
)

const (
	version = testroot.KernelVersion
	modules = "usr/lib/modules/" + version + "/"
)

// sound is a system of which nothing is to be said: it asks for an address, and
// its kernel and initrd have the modules that an instance needs.
func sound() testroot.Tree {
	return testroot.Debian("amd64").
		With("usr/sbin/NetworkManager", testroot.File("")).
		With(modules+"modules.dep", testroot.File("kernel/drivers/nvme/host/nvme.ko: kernel/drivers/nvme/host/nvme-core.ko\nkernel/drivers/net/ethernet/amazon/ena/ena.ko.xz:\n")).
		With(modules+"modules.builtin", testroot.File("kernel/fs/ext4/ext4.ko\n")).
		With("boot/initrd.img-"+version, initrdOf("init", modules+"kernel/drivers/nvme/host/nvme.ko"))
}

func initrdOf(names ...string) testroot.Entry {
	return testroot.Entry{Mode: 0o644, Data: testroot.InitrdOf(names...)}
}

// uki is a unified kernel image whose initrd has the file and the driver.
func uki(commandLine, file string) testroot.Entry {
	return testroot.Entry{Mode: 0o644, Data: testroot.UKI("amd64", commandLine, testroot.InitrdOf(file, modules+"nvme.ko"))}
}

// check returns the findings of a tree's disk, as the builtin builder makes it.
func check(t *testing.T, tree testroot.Tree) []firstboot.Finding {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "root")
	if err := tree.Write(dir); err != nil {
		t.Fatal(err)
	}
	root, err := rootfs.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	boot, err := root.Boot(&rootfs.Release{})
	if err != nil {
		t.Fatal(err)
	}
	s := firstboot.System{Root: root, Boot: boot, CommandLine: "root=LABEL=root console=ttyS0,115200", Sources: []string{"LABEL=root", "UUID=ab"}}
	if boot.UKI != nil {
		s.CommandLine = boot.UKI.CommandLine
	}
	fstab, _ := root.Read("etc/fstab")
	s.Fstab = rootfs.ParseFstab(string(fstab))
	return firstboot.Check(s)
}

func TestNothingIsSaidOfASoundSystem(t *testing.T) {
	for name, tree := range map[string]testroot.Tree{
		"with modules":            sound(),
		"with a built-in driver":  sound().With(modules+"modules.builtin", testroot.File("kernel/drivers/nvme/host/nvme.ko\n")).With(modules+"modules.dep", testroot.File("kernel/drivers/ena.ko:\n")).With("boot/initrd.img-"+version, initrdOf("init")),
		"with an initrd of LZO":   sound().With("boot/initrd.img-"+version, testroot.File("\x89LZO\x00\r\n\x1a\n and more")),
		"with a squashed initrd":  sound().With("boot/initrd.img-"+version, initrdOf("init", "squashfs-root.img")),
		"with an fstab that fits": sound().With("etc/fstab", testroot.File("LABEL=\"root\" / ext4\n/dev/disk/by-uuid/AB /a ext4\n/dev/nvme0n1p1 /boot/efi vfat\ntmpfs /tmp tmpfs\n/dev/sdb /b ext4 defaults,nofail\nhost:/x /c nfs\n")),
		"with networkd": sound().Without("usr/sbin/NetworkManager").
			With("etc/systemd/network/any.network", testroot.File("[Match]\nName=e*\n[Network]\nDHCP=yes\n")).
			With("usr/lib/systemd/system/systemd-networkd.service", testroot.File("")).
			With("etc/systemd/system/multi-user.target.wants/systemd-networkd.service", testroot.Link("/usr/lib/systemd/system/systemd-networkd.service")),
		"with ifupdown":           sound().Without("usr/sbin/NetworkManager").With("etc/network/interfaces", testroot.File("auto ens5\niface ens5 inet dhcp\n")),
		"with an ID to be made":   sound().With("etc/machine-id", testroot.File("uninitialized\n")),
		"with a list of clouds":   sound().With("etc/cloud/cloud.cfg.d/90.cfg", testroot.File("datasource_list: [ NoCloud, Ec2 ]\n")),
		"relabelled":              sound().With("etc/selinux/config", testroot.File("SELINUX=enforcing\n")).With(".autorelabel", testroot.File("")),
		"with a root by its type": sound().With("boot/EFI/Linux/x.efi", uki("console=ttyS0", "usr/lib/systemd/system-generators/systemd-gpt-auto-generator")),
		"with no kernel version":  testroot.Debian("arm64").With("usr/sbin/NetworkManager", testroot.File("")),
	} {
		t.Run(name, func(t *testing.T) {
			if found := check(t, tree); len(found) > 0 {
				t.Fatalf("found %+v", found)
			}
		})
	}
}

func TestEachDefectIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		tree  testroot.Tree
		fatal bool
		want  string
	}{
		"modules of another kernel": {
			testroot.Debian("amd64").Without(modules+"modules.builtin").With("usr/lib/modules/5.1.2/modules.dep", testroot.File("")).With("usr/sbin/NetworkManager", testroot.File("")),
			true, "the kernel is " + version + ", and /usr/lib/modules has modules of 5.1.2 alone",
		},
		"an initrd of another kernel": {
			sound().With("boot/initrd.img-"+version, initrdOf("usr/lib/modules/5.1.2/kernel/nvme.ko.zst")), true, "modules for kernel 5.1.2",
		},
		"no NVMe in the initrd": {
			sound().With("boot/initrd.img-"+version, initrdOf("init", modules+"kernel/ext4.ko")), true, "lacks the module nvme",
		},
		"no NVMe driver": {
			sound().With(modules+"modules.dep", testroot.File("kernel/drivers/ena/ena.ko:\n")), true, "no NVMe driver",
		},
		"no ENA driver":         {sound().With(modules+"modules.dep", testroot.File("k/nvme.ko:\n")), false, "no ENA driver"},
		"a hostonly initrd":     {sound().With("etc/dracut.conf.d/x.conf", testroot.File("# x\nhostonly=\"yes\"\n")), false, "hostonly=yes"},
		"MODULES=dep":           {sound().With("etc/initramfs-tools/initramfs.conf", testroot.File("MODULES=dep\n")), false, "MODULES=dep"},
		"a masked getty":        {sound().With("etc/systemd/system/serial-getty@ttyS0.service", testroot.Link("/dev/null")), false, "masked"},
		"a root that is absent": {sound().With("etc/fstab", testroot.File("UUID=cd / ext4\n")), false, "mounts / from UUID=cd"},
		"a fixed device name":   {sound().With("etc/fstab", testroot.File("/dev/xvdb /data ext4 defaults 0 2\n")), false, "mounts /data from /dev/xvdb"},
		"a machine ID":          {sound().With("etc/machine-id", testroot.File("0123\n")), false, "/etc/machine-id is not empty"},
		"ssh host keys":         {sound().With("etc/ssh/ssh_host_rsa_key", testroot.File("x")), false, "same ssh host keys"},
		"an empty password":     {sound().With("etc/shadow", testroot.File("daemon:*:1::::::\nroot::1::::::\n")), false, "lets root in with no password"},
		"a key of its maker":    {sound().With("root/.ssh/authorized_keys", testroot.File("x")), false, "log in to every instance"},
		"keys of AWS":           {sound().With("root/.aws/credentials", testroot.File("x")), false, "has the keys"},
		"Docker's mark":         {sound().With(".dockerenv", testroot.File("")), false, "/.dockerenv is left over"},
		"cloud-init's state":    {sound().With("var/lib/cloud/instances/i-1/x", testroot.File("")), false, "later one"},
		"no DHCP":               {sound().Without("usr/sbin/NetworkManager"), false, "nothing asks for an address"},
		"another cloud":         {sound().With("etc/cloud/cloud.cfg", testroot.File("datasource_list: [ Azure ]\n")), false, "limits cloud-init to [ Azure ]"},
		"no SELinux labels":     {sound().With("etc/selinux/config", testroot.File("SELINUX=enforcing\n")), false, "no labels"},
		"a sealed command line without root=": {
			sound().With("boot/EFI/Linux/x.efi", uki("console=ttyS0", "init")), true, "leaves the root to its initrd",
		},
		"a sealed command line that asks for the root by its type": {
			sound().With("boot/EFI/Linux/x.efi", uki("console=ttyS0 root=gpt-auto", "init")), true, "leaves the root to its initrd",
		},
		"no serial console": {
			sound().With("boot/EFI/Linux/x.efi", uki("root=LABEL=root quiet", "init")),
			false, "no console=ttyS0",
		},
	} {
		t.Run(name, func(t *testing.T) {
			found := check(t, c.tree)
			if len(found) != 1 || found[0].Fatal != c.fatal || !strings.Contains(found[0].Text, c.want) || strings.Contains(found[0].Text, "\n") {
				t.Fatalf("found %+v", found)
			}
		})
	}
}

func TestAllFatalFindingsMakeOneError(t *testing.T) {
	var warned []string
	err := firstboot.Judge([]firstboot.Finding{{true, "a"}, {false, "b"}, {true, "c"}}, func(text string) { warned = append(warned, text) })
	if err == nil || !strings.HasSuffix(err.Error(), ": a; c") || len(warned) != 1 || warned[0] != "b" {
		t.Fatalf("error %v, warned %q", err, warned)
	}
	if err := firstboot.Judge([]firstboot.Finding{{false, "b"}}, func(string) {}); err != nil {
		t.Fatalf("a warning alone gives %v", err)
	}
}
