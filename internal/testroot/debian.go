package testroot

// Debian returns what a plain Debian with systemd-boot holds, for "amd64" or
// "arm64": no Kairos file, and the boot loader as the package installs it.
func Debian(arch string) Tree {
	t := kernel(arch)
	t["etc/os-release"] = Link("../usr/lib/os-release")
	t["usr/lib/os-release"] = File("ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
	t["etc/fstab"] = File("# UNCONFIGURED FSTAB FOR BASE SYSTEM\n")
	t["etc/machine-id"] = Entry{Mode: 0o444}
	t["usr/lib/systemd/boot/efi/systemd-boot"+namesOf(arch).short+".efi"] = Entry{Mode: 0o644, Data: EFI(arch)}
	t["usr/sbin/init"] = Entry{Mode: 0o755, Data: []byte("#!/bin/sh\n")}
	return t
}

// kernel returns the parts that every tree has: the standard directories, the
// kernel, its initrd and its modules.
func kernel(arch string) Tree {
	return Tree{
		"boot/vmlinuz-" + KernelVersion:    {Mode: 0o644, Data: Kernel(arch)},
		"boot/initrd.img-" + KernelVersion: {Mode: 0o644, Data: Initrd()},
		"boot/vmlinuz":                     Link("vmlinuz-" + KernelVersion),
		"boot/initrd":                      Link("initrd.img-" + KernelVersion),
		"boot/initrd.img":                  Link("initrd.img-" + KernelVersion),
		"lib":                              Link("usr/lib"),
		"sbin":                             Link("usr/sbin"),
		"usr/lib/modules/" + KernelVersion + "/modules.builtin": File("kernel/drivers/nvme/host/nvme.ko\n"),
		"usr/sbin": Dir(),
		"dev":      Dir(),
		"proc":     Dir(),
		"run":      Dir(),
		"sys":      Dir(),
		"tmp":      Dir(),
	}
}

// names are an architecture's spellings in EFI's and GRUB's file names.
type names struct{ short, grub string }

func namesOf(arch string) names {
	if arch == "arm64" {
		return names{short: "aa64", grub: "arm64"}
	}
	return names{short: "x64", grub: "x86_64"}
}
