package s3

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/versity/versitygw/backend/posix"
)

// inProgress ends the name of an upload while it is being completed.
const inProgress = ".inprogress"

// recoverUploads gives uploads that were being completed when the process was
// killed their name back, so that they can be listed and completed again.
func recoverUploads(roots ...string) error {
	for _, root := range roots {
		pattern := filepath.Join(root, "*", posix.MetaTmpMultipartDir, "*", "*"+inProgress)
		claimed, err := filepath.Glob(pattern)
		if err != nil {
			return err
		}
		if err := unclaim(claimed); err != nil {
			return err
		}
	}
	return nil
}

// unclaim renames <upload ID>.<claim>.inprogress to <upload ID>.
func unclaim(claimed []string) error {
	for _, name := range claimed {
		id, _, _ := strings.Cut(filepath.Base(name), ".")
		if err := os.Rename(name, filepath.Join(filepath.Dir(name), id)); err != nil {
			return err
		}
	}
	return nil
}
