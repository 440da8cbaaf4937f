package disk

import (
	"bytes"
	"path"
	"strings"
)

// enaModule begins the name of the driver's file, which may be compressed.
const enaModule = "ena.ko"

// hasENA looks for the driver among the modules of the kernel that starts.
func (e *ext) hasENA() (Answer, error) {
	dirs, err := e.moduleDirs()
	if err != nil {
		return "", err
	}
	for _, dir := range dirs {
		for _, list := range []string{"modules.builtin", "modules.dep"} {
			text, err := e.readText(path.Join(dir, list))
			if err != nil {
				return "", err
			}
			if bytes.Contains(text, []byte("/"+enaModule)) {
				return Yes, nil
			}
		}
		if found, err := e.hasFile(dir, enaModule, maxModuleDirs); found || err != nil {
			return answer(found), err
		}
	}
	return No, nil
}

// moduleDirs returns the folder of the kernel that /boot/vmlinuz names, else
// those of all kernels.
func (e *ext) moduleDirs() ([]string, error) {
	for _, modules := range []string{"usr/lib/modules", "lib/modules"} {
		versions, err := e.names(modules)
		if err != nil {
			return nil, err
		}
		if len(versions) == 0 {
			continue
		}
		if dir := path.Join(modules, e.kernelVersion()); dir != modules && e.exists(dir) {
			return []string{dir}, nil
		}
		for i := range versions {
			versions[i] = path.Join(modules, versions[i])
		}
		return versions, nil
	}
	return nil, errNoModules
}

// kernelVersion is that in the name that the link /boot/vmlinuz leads to; empty
// where there is no such link.
func (e *ext) kernelVersion() string {
	boot, err := e.find("boot")
	if err != nil {
		return ""
	}
	link, err := e.lookup(boot, "vmlinuz")
	if err != nil || !link.is(modeLink) {
		return ""
	}
	target, err := e.target(link)
	if err != nil {
		return ""
	}
	_, version, _ := strings.Cut(path.Base(target), "-")
	return version
}

// maxModuleDirs is more than any kernel has.
const maxModuleDirs = 5000

// hasFile looks below a folder, at most limit folders of it, for a file whose
// name begins with prefix.
func (e *ext) hasFile(dir, prefix string, limit int) (bool, error) {
	first, err := e.find(dir)
	if err != nil {
		return false, err
	}
	for open := []*inode{first}; len(open) > 0 && limit > 0; limit-- {
		here := open[len(open)-1]
		open = open[:len(open)-1]
		found := false
		var below []uint32
		err := e.each(here, func(name string, number uint32) bool {
			found = strings.HasPrefix(name, prefix)
			if !strings.Contains(name, ".") && name != "build" && name != "source" {
				below = append(below, number)
			}
			return !found
		})
		if found || err != nil {
			return found, err
		}
		for _, number := range below {
			if i, err := e.inode(number); err == nil && i.is(modeDir) {
				open = append(open, i)
			}
		}
	}
	return false, nil
}
