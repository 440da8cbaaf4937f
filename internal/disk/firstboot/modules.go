package firstboot

import (
	"path"
	"slices"
	"strings"
)

// checkModules compares the kernel with the folders of modules.
func checkModules(s System) []Finding {
	versions := s.Root.ModuleVersions()
	if !isRelease(s.Boot.Release) || len(versions) == 0 || slices.Contains(versions, s.Boot.Release) {
		return nil
	}
	return fatal("the kernel is %s, and /usr/lib/modules has modules of %s alone; install the kernel's packages of one version",
		s.Boot.Release, strings.Join(versions, ", "))
}

// isRelease tells 6.1.0-18-amd64 from names such as "virt".
func isRelease(version string) bool {
	before, _, found := strings.Cut(version, ".")
	return found && before != "" && strings.Trim(before, "0123456789") == ""
}

// drivers are the lists of a kernel's drivers (depmod(8), modules.builtin).
type drivers struct {
	modules, builtin string
	known            bool // both lists are there
}

func readDrivers(s System) drivers {
	dir := path.Join("usr/lib/modules", s.Boot.Release)
	modules, modulesErr := s.Root.Read(path.Join(dir, "modules.dep"))
	builtin, builtinErr := s.Root.Read(path.Join(dir, "modules.builtin"))
	return drivers{string(modules), string(builtin), modulesErr == nil && builtinErr == nil}
}

func (d drivers) isModule(name string) bool { return strings.Contains(d.modules, "/"+name+".ko") }

func (d drivers) has(name string) bool {
	return d.isModule(name) || strings.Contains(d.builtin, "/"+name+".ko")
}

// checkDrivers looks for what every Nitro instance has (EC2 user guide, instances
// built on the Nitro System).
func checkDrivers(s System) []Finding {
	d := readDrivers(s)
	if !d.known {
		return nil
	}
	var found []Finding
	if !d.has("nvme") {
		found = append(found, fatal("kernel %s has no NVMe driver, by which Nitro instances have their volumes; install another kernel, such as Debian's linux-image-cloud-amd64", s.Boot.Release)...)
	}
	if !d.has("ena") {
		found = append(found, warning("kernel %s has no ENA driver, so that Nitro instances have no network; install another kernel", s.Boot.Release)...)
	}
	return found
}
