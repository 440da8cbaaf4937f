package auroraboot

import (
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/testroot"
)

const (
	shimPath = "usr/lib/shim/shimx64.efi.signed"
	grubPath = "usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed"
	kernel   = "boot/vmlinuz-" + testroot.KernelVersion
	initrd   = "boot/initrd.img-" + testroot.KernelVersion
)

// rootOf writes the tree to a folder.
func rootOf(t *testing.T, tree testroot.Tree) string {
	t.Helper()
	dir := t.TempDir()
	if err := tree.Write(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// withKey replaces the name of a key in the release file.
func withKey(tree testroot.Tree, old, changed string) testroot.Tree {
	text := string(tree["etc/kairos-release"].Data)
	return tree.With("etc/kairos-release", testroot.File(strings.ReplaceAll(text, old, changed)))
}

func TestARootFilesystemThatBootsIsTaken(t *testing.T) {
	kairos := testroot.Kairos("amd64")
	tests := map[string]struct {
		tree testroot.Tree
		arch string
	}{
		"Ubuntu on amd64":                     {kairos, "amd64"},
		"Ubuntu on arm64":                     {testroot.Kairos("arm64"), "arm64"},
		"an older one, with os-release alone": {kairos.Without("etc/kairos-release").With("etc/os-release", kairos["etc/kairos-release"]), "amd64"},
		"an architecture by its other key":    {withKey(kairos, "KAIROS_ARCH=", "OTHER="), "amd64"},
		"an architecture by its other name":   {withKey(kairos, `"amd64"`, `"x86_64"`), "amd64"},
		"a kernel behind an absolute link":    {kairos.Without("boot/vmlinuz").With("boot/vmlinuz", testroot.Link("/"+kernel)), "amd64"},
		"a kernel that bootargs.cfg names":    {kairos.Without("boot/vmlinuz").With("etc/cos/bootargs.cfg", testroot.File("set kernel='/"+kernel+"'\n")), "amd64"},
		"shim as SUSE has it":                 {kairos.Without(shimPath).With("usr/share/efi/x86_64/shim.efi", kairos[shimPath]), "amd64"},
		"Alpine, with the image's own loader": {withKey(kairos, `FLAVOR="ubuntu"`, `FLAVOR="alpine"`).Without(shimPath, grubPath), "amd64"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if arch, err := checkSource(rootOf(t, test.tree)); err != nil || arch != test.arch {
				t.Fatalf("got %q, %v", arch, err)
			}
		})
	}
}

func TestARootFilesystemThatCannotBootIsRefusedWithTheReason(t *testing.T) {
	kairos := testroot.Kairos("amd64")
	empty := testroot.File("")
	tests := map[string]struct {
		tree testroot.Tree
		want string
	}{
		"another distribution":             {testroot.Debian("amd64"), "is no Kairos image"},
		"trusted boot":                     {testroot.TrustedBoot("amd64"), "is a trusted boot (UKI) image"},
		"no architecture":                  {withKey(withKey(kairos, "KAIROS_ARCH", "A"), "KAIROS_TARGETARCH", "B"), "names no architecture"},
		"an architecture that AWS has not": {withKey(kairos, `ARCH="amd64"`, `ARCH="riscv64"`), `is for "riscv64"`},
		"no flavor":                        {withKey(kairos, "KAIROS_FLAVOR=", "X="), "has no KAIROS_FLAVOR"},
		"no model":                         {withKey(kairos, "KAIROS_MODEL=", "X="), "has no KAIROS_MODEL"},
		"no menu":                          {kairos.Without("etc/cos/grub.cfg"), "no usable /etc/cos/grub.cfg"},
		"no bootargs.cfg":                  {kairos.Without("etc/cos/bootargs.cfg"), "no usable /etc/cos/bootargs.cfg"},
		"modules of another kernel":        {kairos.Without("usr/lib/modules/"+testroot.KernelVersion+"/modules.builtin").With("usr/lib/modules/1.2.3/x", empty), "could not start from this disk"},
		"no kernel":                        {kairos.Without("boot/vmlinuz", kernel), "no usable kernel /boot/vmlinuz"},
		"a kernel link that leads nowhere": {kairos.Without(kernel), "no usable kernel /boot/vmlinuz"},
		"an empty kernel":                  {kairos.With(kernel, empty), "it is empty"},
		"no initrd":                        {kairos.Without("boot/initrd", initrd), "no usable initrd /boot/initrd"},
		"no shim":                          {kairos.Without(shimPath), "no EFI shim for amd64"},
		"no GRUB":                          {kairos.Without(grubPath), "no EFI GRUB for amd64"},
		"shim of another architecture":     {kairos.With(shimPath, testroot.Entry{Mode: 0o644, Data: testroot.EFI("arm64")}), "is for arm64"},
		"GRUB that is no program":          {kairos.With(grubPath, testroot.File("text")), "is no EFI program"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := checkSource(rootOf(t, test.tree))
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("got %v; want %q", err, test.want)
			}
		})
	}
}
