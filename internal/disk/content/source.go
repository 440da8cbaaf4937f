package content

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Source says where the content is.
type Source struct {
	// Dirs are folders whose files named *.zst and *.tar are bundles. Their
	// folders named content-* count as well.
	Dirs []string
	// ClusterConfig is the file with the cluster's definition; empty for none.
	ClusterConfig string
	// EdgeConfig is the file with the edge host's configuration; empty for none.
	EdgeConfig string
}

// Names of the two configurations on the partition, whatever they were before.
const (
	clusterName = "spc.tgz"
	edgeName    = ".edge_custom_config.yaml"
)

// NameError is a bundle whose name cannot be used on the partition.
type NameError struct {
	// Name is the bundle's name.
	Name string
	// Problem says why, as the end of a sentence.
	Problem string
}

// Error returns one line.
func (e *NameError) Error() string { return fmt.Sprintf("the content file %q %s", e.Name, e.Problem) }

// Read looks at every file that the source names. A folder or a configuration
// that does not exist is an error, and so are two bundles of one name.
func (s Source) Read() (*Set, error) {
	set := &Set{}
	for _, dir := range s.Dirs {
		if err := s.readFolder(set, dir); err != nil {
			return nil, fmt.Errorf("read the content: %w", err)
		}
	}
	for _, c := range []File{{Folder: clusterFolder, Name: clusterName, Host: s.ClusterConfig}, {Folder: edgeFolder, Name: edgeName, Host: s.EdgeConfig}} {
		if c.Host == "" {
			continue
		}
		if err := set.add(c); err != nil {
			return nil, fmt.Errorf("read the content: %w", err)
		}
	}
	return set, nil
}

// readFolder takes a folder's own bundles, then those of its content-* folders.
func (s Source) readFolder(set *Set, dir string) error {
	if err := s.readBundles(set, dir, false); err != nil {
		return err
	}
	folders, err := filepath.Glob(filepath.Join(escape(dir), "content-*"))
	if err != nil {
		return err
	}
	for _, folder := range folders {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			continue
		}
		if err := s.readBundles(set, folder, true); err != nil {
			return err
		}
	}
	return nil
}

// escape keeps a folder's name from being a pattern.
func escape(dir string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(dir)
}

// readBundles takes the bundles of one folder. What else is in a folder that is
// for content alone is noted.
func (s Source) readBundles(set *Set, dir string, alone bool) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		switch {
		case path == s.ClusterConfig || path == s.EdgeConfig:
		case isBundle(entry.Name()) && isFile(path):
			if err := set.add(File{Folder: bundleFolder, Name: entry.Name(), Host: path}); err != nil {
				return err
			}
		case alone:
			set.Ignored = append(set.Ignored, path)
		}
	}
	return nil
}

// isBundle knows the two forms that the system unpacks.
func isBundle(name string) bool {
	return strings.HasSuffix(name, ".zst") || strings.HasSuffix(name, ".tar")
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func (s *Set) add(f File) error {
	info, err := os.Stat(f.Host)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &fs.PathError{Op: "read", Path: f.Host, Err: errors.New("it is no file")}
	}
	if strings.ContainsAny(f.Name+f.Host, "\"\n") {
		return &NameError{Name: f.Name, Problem: "has a quote or a line break in its path; rename it"}
	}
	at := slices.IndexFunc(s.Files, func(other File) bool { return other.Folder == f.Folder && other.Name == f.Name })
	if at >= 0 {
		return &NameError{Name: f.Name, Problem: fmt.Sprintf("is there twice, as %s and %s; rename one", s.Files[at].Host, f.Host)}
	}
	f.Size = info.Size()
	s.Files = append(s.Files, f)
	return nil
}
