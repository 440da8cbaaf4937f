package disk

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// RawFileError is a folder that does not hold exactly one raw disk.
type RawFileError struct {
	// Dir is the folder.
	Dir string
	// Raw are the names of the raw disks in it.
	Raw []string
	// Listing are the names of everything in it; folders end in a slash.
	Listing []string
}

// Error lists the folder and says what to do.
func (e *RawFileError) Error() string {
	if len(e.Raw) > 1 {
		return fmt.Sprintf("%s holds %d raw disks (%s); name the one to use", e.Dir, len(e.Raw), strings.Join(e.Raw, ", "))
	}
	if len(e.Listing) == 0 {
		return fmt.Sprintf("no *.raw file in %s, which is empty; build target cloud-image into it first", e.Dir)
	}
	return fmt.Sprintf("no *.raw file in %s, which holds %s; build target cloud-image into it first", e.Dir, strings.Join(e.Listing, ", "))
}

// Find returns the path of the one *.raw file in the folder. None, or several,
// is a [*RawFileError].
func Find(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", fmt.Errorf("find the raw disk: %w", err)
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
	if len(found.Raw) != 1 {
		return "", found
	}
	return filepath.Join(dir, found.Raw[0]), nil
}
