package content

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/amikit/amikit/internal/option"
)

// FromMount reads what is mounted in a disk exec; nil where nothing is. It takes
// the configurations by the settings' paths in the build context: the client said
// already which of them do not exist.
func FromMount(dir string, getenv func(string) string) (*Set, error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return Source{
		Dirs:          []string{dir},
		ClusterConfig: existing(dir, getenv(option.ClusterConfig)),
		EdgeConfig:    existing(dir, option.Values{option.EdgeCustomConfig: getenv(option.EdgeCustomConfig)}.Get(option.EdgeCustomConfig)),
	}.Read()
}

// existing returns where the file is, or nothing.
func existing(dir, name string) string {
	path := filepath.Join(dir, filepath.Join("/", name))
	if name == "" || !isFile(path) {
		return ""
	}
	return path
}
