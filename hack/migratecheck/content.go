package main

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/amikit/amikit/internal/option"
)

// checkContent says what the content partition would hold.
func checkContent(c *checkout, r *report) {
	before := len(r.found)
	c.bundles(r)
	if name := c.settings["CLUSTERCONFIG"]; name != "" {
		c.contentFile(r, "CLUSTERCONFIG", name)
	}
	edge, _ := option.ByName(option.EdgeCustomConfig)
	name := cmp.Or(c.settings[edge.Name], edge.Default)
	if name != edge.Default || c.has(name) { // the default need not be there
		c.contentFile(r, edge.Name, name)
	}
	if len(r.found) > before {
		r.build("COS_CONTENT", "a fourth partition with the content below")
	}
}

// bundles finds the folders that CanvOS takes as content: content-*, with .zst and
// .tar files.
func (c *checkout) bundles(r *report) {
	folders, err := filepath.Glob(c.path("content-*"))
	if err != nil {
		return // the pattern is a constant, and good
	}
	for _, folder := range folders {
		count, size := measure(folder)
		if count == 0 {
			r.change(filepath.Base(folder)+"/", "holds no .zst and no .tar file, so nothing of it gets to the disk")
			continue
		}
		r.find(filepath.Base(folder)+"/", "files: %d, MiB: %d; for the content partition", count, size>>20)
	}
}

// measure counts the bundles in a folder and their bytes.
func measure(folder string) (count int, size int64) {
	for _, pattern := range []string{"*.zst", "*.tar"} {
		names, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			continue // the folder's own name is no pattern; then there is nothing to find
		}
		for _, name := range names {
			if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
				count, size = count+1, size+info.Size()
			}
		}
	}
	return count, size
}

// contentFile finds a file that an argument names. CanvOS leaves out one that is
// not there without a word; amikit does not.
func (c *checkout) contentFile(r *report, argument, name string) {
	if !fs.ValidPath(name) {
		r.miss(argument, "%s leads out of the checkout; give a path inside it", name)
		return
	}
	if !c.has(name) {
		r.change(argument, "names %s, which is not there; CanvOS leaves it out without a word, amikit says so", name)
		return
	}
	r.find(name, "goes into the content partition")
}
