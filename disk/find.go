package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxListed is how many names of a folder an error lists.
const maxListed = 20

// RawFileError is a folder that does not hold the raw disk, or not exactly one.
type RawFileError struct {
	// Dir is the folder.
	Dir string
	// File is the name that was asked for; empty where any *.raw would do.
	File string
	// Raw are the names of the raw disks in it.
	Raw []string
	// Listing are the names of everything in it; folders end in a slash.
	Listing []string
}

// Error lists the folder and says what to do.
func (e *RawFileError) Error() string {
	if e.File == "" && len(e.Raw) > 1 {
		return fmt.Sprintf("%s holds %d raw disks (%s); name the one to use", e.Dir, len(e.Raw), list(e.Raw))
	}
	wanted, next := "*.raw file", "build target cloud-image into it first"
	if e.File != "" {
		wanted, next = "file "+e.File, "name the raw disk, or build target cloud-image first"
	}
	if len(e.Listing) == 0 {
		return fmt.Sprintf("no %s in %s, which is empty; %s", wanted, e.Dir, next)
	}
	return fmt.Sprintf("no %s in %s, which holds %s; %s", wanted, e.Dir, list(e.Listing), next)
}

func list(names []string) string {
	if more := len(names) - maxListed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:maxListed], ", "), more)
	}
	return strings.Join(names, ", ")
}

// Locate returns the path of the raw disk that path is, or that the folder path
// holds. A file that is not there is a [*RawFileError], which lists its folder.
func Locate(path string) (string, error) {
	if path == "" {
		return "", errors.New("no raw disk is named; name the file, or the folder that holds it")
	}
	info, err := os.Stat(path)
	if to, linkErr := os.Readlink(path); err != nil && linkErr == nil {
		return "", fmt.Errorf("find the raw disk: %s is a link to %s: %w", path, to, err)
	}
	if errors.Is(err, fs.ErrNotExist) {
		found, dirErr := look(filepath.Dir(path))
		if dirErr != nil {
			return "", fmt.Errorf("find the raw disk: %w", err)
		}
		found.File = filepath.Base(path)
		return "", found
	}
	if err != nil {
		return "", fmt.Errorf("find the raw disk: %w", err)
	}
	if info.IsDir() {
		return Find(path)
	}
	return path, nil
}

// Find returns the path of the one *.raw file in the folder. None, or several,
// is a [*RawFileError].
func Find(dir string) (string, error) {
	found, err := look(dir)
	if err != nil {
		return "", fmt.Errorf("find the raw disk: %w", err)
	}
	if len(found.Raw) != 1 {
		return "", found
	}
	return filepath.Join(dir, found.Raw[0]), nil
}

// look lists the folder.
func look(dir string) (*RawFileError, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	found := &RawFileError{Dir: dir}
	for _, entry := range entries {
		if entry.IsDir() {
			found.Listing = append(found.Listing, entry.Name()+"/")
			continue
		}
		found.Listing = append(found.Listing, entry.Name())
		if filepath.Ext(entry.Name()) == ".raw" {
			found.Raw = append(found.Raw, entry.Name())
		}
	}
	return found, nil
}
