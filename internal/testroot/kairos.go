package testroot

import "strings"

// KernelVersion is the version of the kernel in every tree.
const KernelVersion = "6.1.0-44-cloud"

// Kairos returns what a Kairos image of Ubuntu's flavor holds, for "amd64" or "arm64".
func Kairos(arch string) Tree {
	n := namesOf(arch)
	t := kernel(arch)
	t["etc/kairos-release"] = File(kairosRelease(arch, "false"))
	t["etc/os-release"] = File("ID=ubuntu\nVERSION_ID=\"22.04\"\nVERSION=\"22.04 LTS\"\nPRETTY_NAME=\"Ubuntu 22.04 LTS\"\n")
	t["etc/cos/bootargs.cfg"] = File(bootargs)
	t["etc/cos/grub.cfg"] = File(grubMenu)
	t["usr/lib/shim/shim"+n.short+".efi.signed"] = Entry{Mode: 0o644, Data: EFI(arch)}
	t["usr/lib/grub/"+n.grub+"-efi-signed/grub"+n.short+".efi.signed"] = Entry{Mode: 0o644, Data: EFI(arch)}
	t["etc/machine-id"] = Entry{Mode: 0o444}
	return t
}

// TrustedBoot returns the tree of a Kairos image for trusted boot: a unified
// kernel image in the place of GRUB, kernel and initrd.
func TrustedBoot(arch string) Tree {
	n := namesOf(arch)
	return Kairos(arch).
		Without("etc/cos/grub.cfg", "etc/cos/bootargs.cfg",
			"usr/lib/shim/shim"+n.short+".efi.signed",
			"usr/lib/grub/"+n.grub+"-efi-signed/grub"+n.short+".efi.signed").
		With("etc/kairos-release", File(kairosRelease(arch, "true")))
}

func kairosRelease(arch, trusted string) string {
	return strings.NewReplacer("{arch}", arch, "{trusted}", trusted).Replace(`KAIROS_ARCH="{arch}"
KAIROS_TARGETARCH="{arch}"
KAIROS_FAMILY="ubuntu"
KAIROS_FLAVOR="ubuntu"
KAIROS_FLAVOR_RELEASE="22.04"
KAIROS_ID="kairos"
KAIROS_IMAGE_LABEL="22.04-core-{arch}-generic-v4.1.2"
KAIROS_MODEL="generic"
KAIROS_NAME="kairos-core-ubuntu-22.04"
KAIROS_RELEASE="v4.1.2"
KAIROS_TRUSTED_BOOT="{trusted}"
KAIROS_VARIANT="core"
KAIROS_VERSION="v4.1.2"
`)
}

const bootargs = `set kernel=/boot/vmlinuz
set initramfs=/boot/initrd
if [ -n "$recoverylabel" ]; then
    set kernelcmd="console=ttyS0 root=live:LABEL=$recoverylabel rd.live.squashimg=$img"
else
    set kernelcmd="console=ttyS0 root=LABEL=$label cos-img/filename=$img"
fi
`

const grubMenu = `set timeout=0
search --no-floppy --label --set=oem_blk COS_OEM
load_env -f (${oem_blk})/grubenv next_entry
set default="${next_entry}"
menuentry "recovery" --id recovery {
    search --no-floppy --label --set=root COS_RECOVERY
    set img=/cOS/recovery.img
    set label=COS_SYSTEM
    loopback loop0 /$img
    source (loop0)/etc/cos/bootargs.cfg
    linux (loop0)$kernel $kernelcmd
    initrd (loop0)$initramfs
}
`
