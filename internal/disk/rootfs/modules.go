package rootfs

import (
	"os"
	"path"
	"sort"
)

// moduleDirs returns the folders of the kernels' modules, the newest first.
func (r *Root) moduleDirs() []string {
	const modules = "usr/lib/modules"
	for _, dir := range []string{modules, "lib/modules"} {
		host, err := r.Resolve(dir)
		if err != nil {
			continue
		}
		entries, err := os.ReadDir(host)
		if err != nil || len(entries) == 0 {
			continue
		}
		return newestFirst(dir, entries)
	}
	return nil
}

func newestFirst(dir string, entries []os.DirEntry) []string {
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	sort.Slice(names, func(i, j int) bool { return newer(names[i], names[j]) })
	for i := range names {
		names[i] = path.Join(dir, names[i])
	}
	return names
}

// ModuleVersions returns the versions of the kernels that have a folder of
// modules, the newest first.
func (r *Root) ModuleVersions() []string {
	var versions []string
	for _, dir := range r.moduleDirs() {
		versions = append(versions, path.Base(dir))
	}
	return versions
}
