package disk_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/disk"
)

// folder makes a folder of empty files.
func folder(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, file := range files {
		if err := os.WriteFile(filepath.Join(dir, file), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLocateTakesAFileOrTheOneDiskInAFolder(t *testing.T) {
	dir := folder(t, "a.raw", "disk.json")
	for _, path := range []string{dir, filepath.Join(dir, "a.raw")} {
		if raw, err := disk.Locate(path); err != nil || raw != filepath.Join(dir, "a.raw") {
			t.Errorf("%s: found %q, %v", path, raw, err)
		}
	}
}

func TestLocateListsTheFolderOfAFileThatIsNotThere(t *testing.T) {
	dir := folder(t, "a.raw")
	_, err := disk.Locate(filepath.Join(dir, "b.raw"))
	var refused *disk.RawFileError
	if !errors.As(err, &refused) || refused.File != "b.raw" || !strings.Contains(err.Error(), "no file b.raw in "+dir+", which holds a.raw; name the raw disk") {
		t.Fatalf("locate says %v", err)
	}
	if _, err := disk.Locate(""); err == nil || !strings.Contains(err.Error(), "no raw disk is named") {
		t.Fatalf("of no path: %v", err)
	}
	if _, err := disk.Locate(filepath.Join(dir, "none", "b.raw")); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Fatalf("in no folder: %v", err)
	}
}

func TestLocateNamesWhatALinkLeadsTo(t *testing.T) {
	link := filepath.Join(t.TempDir(), "a.raw")
	if err := os.Symlink("gone.raw", link); err != nil {
		t.Fatal(err)
	}
	if _, err := disk.Locate(link); err == nil || !strings.Contains(err.Error(), link+" is a link to gone.raw") {
		t.Fatalf("locate says %v", err)
	}
}

func TestALongListingIsCut(t *testing.T) {
	var files []string
	for n := range 23 {
		files = append(files, fmt.Sprintf("%02d.txt", n))
	}
	_, err := disk.Find(folder(t, files...))
	if err == nil || !strings.Contains(err.Error(), "19.txt and 3 more; build") {
		t.Fatalf("find says %v", err)
	}
}
