package disk

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// attributesOf are those of one file.
func attributesOf(t *testing.T, e *ext, path string) (map[string]string, error) {
	t.Helper()
	i, err := e.find(path)
	if err != nil {
		t.Fatal(err)
	}
	return e.attributes(i)
}

func setAttributes(t *testing.T, name string, attributes map[string]string) {
	t.Helper()
	for key, value := range attributes {
		if err := unix.Setxattr(name, key, []byte(value), 0); err != nil {
			t.Fatal(err)
		}
	}
}

func TestExtendedAttributesAreRead(t *testing.T) {
	few := map[string]string{"user.note": "kept", "user.empty": "", "security.selinux": "system_u:object_r:bin_t:s0\x00"}
	many := map[string]string{"user.long": strings.Repeat("x", 900), "user.a": "1", "user.abc": "\x00\xff", "security.other": "y"}
	dir := t.TempDir()
	put(t, dir, "few", nil)
	put(t, dir, "folder/many", nil)
	put(t, dir, "none", nil)
	setAttributes(t, filepath.Join(dir, "few"), few)
	setAttributes(t, filepath.Join(dir, "folder/many"), many)
	kinds := extKinds()
	delete(kinds, "ext2 of the first kind") // which has none
	for name, arguments := range kinds {
		t.Run(name, func(t *testing.T) {
			e := openMade(t, dir, arguments)
			for path, want := range map[string]map[string]string{"few": few, "folder/many": many, "none": {}, "folder": {}} {
				if got, err := attributesOf(t, e, path); err != nil || !cmp.Equal(got, want) {
					t.Errorf("%s: %v, %v", path, cmp.Diff(want, got), err)
				}
			}
		})
	}
}

func TestAnAttributeInAnInodeOfItsOwnIsRead(t *testing.T) {
	dir, value := t.TempDir(), random(t, 1024) // more than a block takes
	put(t, dir, "file", nil)
	put(t, dir, "value", value)
	e := openMade(t, dir, []string{"-t", "ext4", "-b", "1024", "-O", "ea_inode"})
	made, ok := e.r.(*os.File)
	if !ok {
		t.Fatal("the filesystem is in no file")
	}
	command := "ea_set -f " + filepath.Join(dir, "value") + " file user.big"
	if out, err := exec.CommandContext(t.Context(), "/usr/sbin/debugfs", "-w", "-R", command, made.Name()).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got, err := attributesOf(t, e, "file"); err != nil || got["user.big"] != string(value) {
		t.Errorf("%d bytes, %v", len(got["user.big"]), err)
	}
}

func TestDamagedAttributesEndInAnError(t *testing.T) {
	entry := func(name, index byte, at uint16, inode, size uint32) []byte {
		b := []byte{name, index, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
		binary.LittleEndian.PutUint16(b[2:], at)
		binary.LittleEndian.PutUint32(b[4:], inode)
		binary.LittleEndian.PutUint32(b[8:], size)
		return append(b, "name"...)
	}
	dir := t.TempDir()
	put(t, dir, "file", nil)
	e := openMade(t, dir, extKinds()["ext4"])
	for name, area := range map[string][]byte{
		"a name behind the end":    entry(200, 1, 0, 0, 0),
		"a value behind the end":   entry(4, 1, 10, 0, 4000),
		"a value without an end":   entry(4, 1, 0, 0, 1<<31),
		"an inode that is not one": entry(4, 1, 0, 1<<30, 4),
		"an inode without bytes":   entry(4, 1, 0, 12, 400),
		"half an entry":            entry(4, 1, 0, 0, 0)[:9],
	} {
		if err := e.readAttributes(map[string]string{}, area, area); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
