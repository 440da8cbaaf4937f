package firstboot

import (
	"errors"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/amikit/amikit/internal/disk/initrd"
	"github.com/amikit/amikit/internal/disk/rootfs"
)

// checkInitrd looks into the initrd for the modules that the root needs. One that
// cannot be unpacked is not judged.
func checkInitrd(s System) []Finding {
	names, err := listInitrd(s.Boot)
	if err != nil || isSquashed(names) {
		return nil
	}
	versions := moduleVersions(names)
	if isRelease(s.Boot.Release) && len(versions) > 0 && !slices.Contains(versions, s.Boot.Release) {
		return fatal("the initrd has modules for kernel %s, and the kernel is %s; make the initrd again for it, as by update-initramfs -c -k %s",
			strings.Join(versions, ", "), s.Boot.Release, s.Boot.Release)
	}
	if readDrivers(s).isModule("nvme") && !slices.ContainsFunc(names, isNVMe) {
		return fatal("the initrd lacks the module nvme, without which a Nitro instance finds no root; make it again with MODULES=most in /etc/initramfs-tools/initramfs.conf, or by dracut --no-hostonly")
	}
	return nil
}

func isNVMe(name string) bool { return strings.HasPrefix(path.Base(name), "nvme.ko") }

// isSquashed knows initrds whose modules are in a filesystem image inside.
func isSquashed(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return strings.HasSuffix(name, "-root.img") && !strings.Contains(name, "/")
	})
}

func listInitrd(boot *rootfs.Boot) (names []string, err error) {
	if boot.UKI != nil {
		err = boot.UKI.ReadInitrd(func(r io.Reader) error {
			names, err = initrd.List(r)
			return err
		})
		return names, err
	}
	file, err := os.Open(boot.Initrd.Host)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return initrd.List(file)
}

// checkRootByType wants what finds the root where a sealed command line does not
// name it (systemd-gpt-auto-generator(8)).
func checkRootByType(s System) []Finding {
	if s.Boot.UKI == nil || namesRoot(s.Boot.UKI.CommandLine) {
		return nil
	}
	names, err := listInitrd(s.Boot)
	if err != nil || isSquashed(names) || slices.ContainsFunc(names, isRootFinder) {
		return nil
	}
	return fatal("the unified kernel image /%s leaves the root to its initrd, which lacks systemd-gpt-auto-generator, which would find the root by its type; build it again by ukify with root=LABEL=root", s.Boot.UKI.Path)
}

// namesRoot tells whether the kernel is told its root. "gpt-auto" is none: it asks
// for the root by its type (systemd-gpt-auto-generator(8)).
func namesRoot(commandLine string) bool {
	named := false
	for _, word := range strings.Fields(commandLine) {
		if root, ok := strings.CutPrefix(word, "root="); ok {
			named = root != "gpt-auto"
		}
	}
	return named
}

func isRootFinder(name string) bool { return path.Base(name) == "systemd-gpt-auto-generator" }

// moduleVersions returns the versions for which there is a module, sorted.
func moduleVersions(names []string) []string {
	versions := map[string]bool{}
	for _, name := range names {
		_, below, found := strings.Cut("/"+name, "/lib/modules/")
		version, module, _ := strings.Cut(below, "/")
		if found && strings.Contains(path.Base(module), ".ko") {
			versions[version] = true
		}
	}
	return slices.Sorted(maps.Keys(versions))
}

// checkHostOnly warns of initrds that are made for the machine that made them.
func checkHostOnly(s System) []Finding {
	for _, dir := range []string{"etc/dracut.conf.d", "usr/lib/dracut/dracut.conf.d"} {
		for _, file := range s.Root.Glob(dir, "*.conf") {
			if setsShell(s.Root, file.Path, "hostonly", "yes") {
				return warning("/%s says hostonly=yes: an update of the kernel on another machine makes an initrd without the instance's drivers; say hostonly=\"no\"", file.Path)
			}
		}
	}
	if file := "etc/initramfs-tools/initramfs.conf"; setsShell(s.Root, file, "MODULES", "dep") {
		return warning("/%s says MODULES=dep, which leaves out the drivers of other machines; say MODULES=most", file)
	}
	return nil
}

// setsShell reports whether a file of shell assignments gives the variable that value.
func setsShell(root *rootfs.Root, name, variable, value string) bool {
	text, err := root.Read(name)
	if err != nil {
		return false
	}
	set := false
	for line := range strings.Lines(string(text)) {
		if key, is, ok := strings.Cut(strings.TrimSpace(line), "="); ok && key == variable {
			set = strings.Trim(is, `"' `) == value
		}
	}
	return set
}
