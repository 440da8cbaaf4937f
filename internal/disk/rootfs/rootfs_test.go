package rootfs_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/testroot"
)

func open(t *testing.T, tree testroot.Tree) *rootfs.Root {
	t.Helper()
	dir := t.TempDir()
	if err := tree.Write(dir); err != nil {
		t.Fatal(err)
	}
	root, err := rootfs.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestAbsoluteLinksStayInside(t *testing.T) {
	root := open(t, testroot.Tree{
		"etc/target":  testroot.File("inside"),
		"absolute":    testroot.Link("/etc/target"),
		"climbing":    testroot.Link("../../../../../etc/target"),
		"folder":      testroot.Link("/etc"),
		"etc/passwd2": testroot.Link("/etc/hostname-of-nobody"),
	})
	for _, name := range []string{"absolute", "climbing", "folder/target", "/absolute"} {
		if text, err := root.Read(name); err != nil || string(text) != "inside" {
			t.Errorf("%s reads %q, %v", name, text, err)
		}
	}
	if _, err := root.File("etc/passwd2"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a link to nothing is %v", err)
	}
	if _, err := root.File("folder"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder is a file: %v", err)
	}
}

func TestOpenWantsAFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{file, file + "-missing"} {
		if _, err := rootfs.Open(name); err == nil {
			t.Errorf("%s was opened", name)
		}
	}
}

func TestTheReleaseTellsKairosFromOthers(t *testing.T) {
	for name, c := range map[string]struct {
		tree          testroot.Tree
		kairos        bool
		arch, version string
	}{
		"Kairos":                      {testroot.Kairos("arm64"), true, "arm64", "22.04"},
		"Debian":                      {testroot.Debian("amd64"), false, "", "12"},
		"Kairos' keys in os-release":  {testroot.Tree{"etc/os-release": testroot.File("KAIROS_TARGETARCH=amd64\nVERSION_ID=9\n")}, true, "amd64", "9"},
		"a system without a release":  {testroot.Tree{"etc": testroot.Dir()}, false, "", ""},
		"keys without Kairos' prefix": {testroot.Tree{"etc/kairos-release": testroot.File("ARCH=arm64\n")}, true, "arm64", ""},
	} {
		t.Run(name, func(t *testing.T) {
			release, err := open(t, c.tree).Release()
			if err != nil {
				t.Fatal(err)
			}
			if release.IsKairos() != c.kairos || release.Architecture() != c.arch || release.OS["VERSION_ID"] != c.version {
				t.Fatalf("release is %+v", release)
			}
		})
	}
}

func TestAReleaseThatIsNoListOfKeysIsAnError(t *testing.T) {
	_, err := open(t, testroot.Tree{"etc/os-release": testroot.File("this is ' no key\n")}).Release()
	if err == nil || !strings.Contains(err.Error(), "/etc/os-release") || strings.Contains(err.Error(), "no key") {
		t.Fatalf("release says %v", err)
	}
}

func TestTrustedBootIsRecognised(t *testing.T) {
	release, err := open(t, testroot.TrustedBoot("amd64")).Release()
	if err != nil || !release.IsTrustedBoot() {
		t.Fatalf("release is %+v, %v", release, err)
	}
}
