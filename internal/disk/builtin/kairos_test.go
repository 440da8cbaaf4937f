package builtin

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/testroot"
)

func TestAKairosDiskHasItsLayout(t *testing.T) {
	for arch, loader := range map[string]string{"amd64": "EFI/BOOT/BOOTX64.EFI", "arm64": "EFI/BOOT/BOOTAA64.EFI"} {
		t.Run(arch, func(t *testing.T) {
			b := build(t, rootOf(t, testroot.Kairos(arch)))
			type part struct {
				Name, Type, GUID, Filesystem, Label string
				Start                               int64
			}
			var got []part
			for _, p := range b.info.Partitions {
				got = append(got, part{p.Name, p.Type, p.GUID, p.Filesystem, p.Label, p.Start / sector})
			}
			const linux = "0FC63DAF-8483-4772-8E79-3D69D8477DE4"
			want := []part{
				{"efi", disk.TypeESP, "81444E82-66B3-5ED2-961B-497665F12BE2", "vfat", "COS_GRUB", 2048},
				{"oem", linux, "8BFA06F9-CA4F-56DC-90C9-49CF20F4F45E", "ext2", "COS_OEM", 133120},
				{"recovery", linux, "768FBD69-B2A9-5EAB-902C-DB8745B4767C", "ext2", "COS_RECOVERY", 264192},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if b.info.GUID != "2CEFF841-4C1D-5A14-8E46-ED3AEB621093" || b.info.Architecture != arch || b.info.Loaders[0].Path != loader {
				t.Errorf("the disk is %+v", b.info.Layout)
			}
		})
	}
}

// recoveryImage takes recovery.img out of the disk.
func (b *built) recoveryImage() string {
	b.t.Helper()
	name := filepath.Join(b.t.TempDir(), "recovery.img")
	b.debugfs(b.part("recovery"), "dump cOS/recovery.img "+name)
	return name
}

func (b *built) image(name, command string) string {
	b.t.Helper()
	output, err := exec.CommandContext(b.t.Context(), "debugfs", "-R", command, name).Output()
	if err != nil {
		b.t.Fatalf("debugfs %q: %v", command, err)
	}
	return string(output)
}

func TestRecoveryHoldsTheSystem(t *testing.T) {
	tree := testroot.Kairos("amd64")
	b := build(t, rootOf(t, tree))
	image := b.recoveryImage()
	if got := b.image(image, "cat etc/kairos-release"); got != string(tree["etc/kairos-release"].Data) {
		t.Errorf("the system's release is %q", got)
	}
	for path, want := range map[string]string{"tmp": "Mode:  0755", "oem": "Mode:  0755", "usr/local": "Type: directory", "proc": "Type: directory"} {
		if got := b.image(image, "stat "+path); !strings.Contains(got, want) {
			t.Errorf("/%s lacks %q:\n%s", path, want, got)
		}
	}
	if got := b.image(image, "stats"); !strings.Contains(got, "COS_SYSTEM") {
		t.Errorf("the image has another label:\n%.300s", got)
	}
	if got := b.debugfs(b.part("recovery"), "cat etc/cos/grub.cfg"); got != string(tree["etc/cos/grub.cfg"].Data) {
		t.Errorf("the menu is %q", got)
	}
}

func TestTheImageAndWhatIsAroundItAreClean(t *testing.T) {
	needs(t, "e2fsck")
	big := testroot.Entry{Mode: 0o644, Data: bytes.Repeat([]byte("0123456789abcde\n"), 150*mib/16)} // over a block group's end
	b := build(t, rootOf(t, testroot.Kairos("amd64").With("usr/big", big).Without("sys")))
	checkExt(t, b.name, b.part("recovery").Start)
	image := b.recoveryImage()
	checkExt(t, image, 0)
	if got := b.image(image, "cat usr/big"); got != string(big.Data) {
		t.Errorf("a file of %d bytes has %d, or others", len(big.Data), len(got))
	}
}

func TestMountPointsThatAreMissingAreMade(t *testing.T) {
	b := build(t, rootOf(t, testroot.Kairos("amd64").Without("tmp", "proc", "sys")))
	image := b.recoveryImage()
	for path, want := range map[string]string{"tmp": "Mode:  01777", "proc": "Mode:  0555", "sys": "mtime: 0x12cea600", "oem": "User:     0"} {
		if got := b.image(image, "stat "+path); !strings.Contains(got, want) || !strings.Contains(got, "Type: directory") {
			t.Errorf("/%s lacks %q:\n%s", path, want, got)
		}
	}
}

func TestTwoKairosDisksOfOneInputAreEqual(t *testing.T) {
	tree := testroot.Kairos("amd64").Without("tmp")
	first, second := build(t, rootOf(t, tree)), build(t, rootOf(t, tree))
	if !bytes.Equal(fileOf(t, first.name), fileOf(t, second.name)) {
		t.Fatal("two builds differ")
	}
}

func TestKairosRootsThatWouldNotStartAreRefused(t *testing.T) {
	whole := testroot.Kairos("amd64")
	for name, c := range map[string]struct {
		tree testroot.Tree
		want string
	}{
		"trusted boot":             {testroot.TrustedBoot("amd64"), "trusted boot"},
		"no menu":                  {whole.Without("etc/cos/grub.cfg"), "grub.cfg"},
		"no kernel where it looks": {whole.Without("boot/vmlinuz"), "vmlinuz"},
		"no initrd where it looks": {whole.Without("boot/initrd"), "initrd"},
		"no shim":                  {whole.Without("usr/lib/shim/shimx64.efi.signed"), "no shim"},
		"no GRUB":                  {whole.Without("usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed"), "no GRUB"},
		"a release of another one": {whole.With("etc/kairos-release", testroot.Kairos("arm64")["etc/kairos-release"]), `architecture "arm64"`},
		"no flavor":                {whole.With("etc/kairos-release", testroot.File("KAIROS_ARCH=amd64\n")), "KAIROS_FLAVOR"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := tryBuild(t, rootOf(t, c.tree))
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("it says %v", err)
			}
			if _, err := os.Stat(b.name); !errors.Is(err, os.ErrNotExist) {
				t.Fatalf("a file is left: %v", err)
			}
		})
	}
}

func TestADiskSaysWhatItsSystemCan(t *testing.T) {
	agent := testroot.Entry{Mode: 0o755, Data: []byte("\x7fELF X-aws-ec2-metadata-token")}
	b := build(t, rootOf(t, testroot.Kairos("amd64").With("usr/bin/kairos-agent", agent)))
	if s := b.info.System; s.Family != disk.Kairos || s.IMDSv2 != disk.Yes || s.ENA != disk.No || len(s.Unread) > 0 {
		t.Fatalf("it says %+v", s)
	}
}

func TestTheDiskItselfTellsItsFirstBoot(t *testing.T) {
	for _, state := range []int64{0, 777} {
		b := build(t, rootOf(t, testroot.Kairos("amd64")), func(o *Options) { o.StateSize = state })
		read, err := describe(t.Context(), b.name)
		if err != nil || *read.FirstBoot != *b.info.FirstBoot {
			t.Fatalf("it reads %+v, and the builder says %+v (%v)", read.FirstBoot, b.info.FirstBoot, err)
		}
	}
}

func TestRecoveryKeepsWhatAurorabootLoses(t *testing.T) {
	dir := rootOf(t, testroot.Kairos("amd64"))
	at := func(name string) string { return filepath.Join(dir, name) }
	// cap_net_raw=ep, as the kernel stores it (linux/capability.h, version 2).
	capability := []byte{1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	err := errors.Join(
		os.WriteFile(at("usr/ping"), []byte("ping"), 0o755), os.Link(at("usr/ping"), at("usr/ping6")),
		unix.Setxattr(at("usr/ping"), "security.capability", capability, 0), unix.Setxattr(at("usr/ping"), "user.note", []byte("kept"), 0),
		os.WriteFile(at("usr/holes"), nil, 0o644), os.Truncate(at("usr/holes"), 40*mib),
	)
	if err != nil {
		t.Fatal(err)
	}
	image := build(t, dir).recoveryImage()
	for file, wants := range map[string][]string{
		"usr/ping6": {"Links: 2", "security.capability (20)", `user.note (4) = "kept"`},
		"usr/holes": {"Size: 41943040", "Blockcount: 0"},
	} {
		got := (&built{t: t}).image(image, "stat "+file)
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", file, want, got)
			}
		}
	}
}
