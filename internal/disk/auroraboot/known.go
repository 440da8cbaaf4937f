package auroraboot

// allowInsecure says how to give the exec its loop devices, for each client.
const allowInsecure = "allow it: buildctl, buildx and amikit take --allow security.insecure, " +
	"Earthly takes --allow-privileged, and buildkitd needs --allow-insecure-entitlement security.insecure"

// knownFailures are auroraboot's own words for each cause, the narrower first.
func knownFailures() []knownFailure {
	return append(deviceFailures(), contentFailures()...)
}

// deviceFailures are those of the machine that it runs on.
func deviceFailures() []knownFailure {
	return []knownFailure{
		{`open /dev/loop-control: no such file`, "there are no loop devices: the step ran without security.insecure", allowInsecure},
		{`open (/dev/loop\d+): no such file`, "its next free loop device, $1, is not in the build step: another build took those that are",
			"run the build again; if it stays, look for leaked devices with `losetup -l` on the machine of buildkitd"},
		{`(/dev/loop\d+|LOOP_SET_FD|loop device).*(device or resource busy)`, "another build took its loop device at the same moment", "run the build again"},
		{`unknown filesystem type '?(\w+)`, "the kernel of buildkitd's machine cannot mount $1", "load it there: `modprobe $1`"},
		{`(mount failed|mount: ).*(permission denied|only root|must be superuser)`, "it may not mount: the step ran without security.insecure", allowInsecure},
		{`^\s*permission denied\.?$`, "it may not mount: the step ran without security.insecure", allowInsecure},
		{`write (\S*)kairos-\S*: no space left on device`, "the disk does not fit into the storage of buildkitd", "free space on buildkitd's machine: `buildctl prune`"},
		{`No space left on device|no space left on device|dumping the source image .*exit status 11`, "the scratch space is full: it needs about three times the root filesystem", "free space on buildkitd's machine: `buildctl prune`"},
		{`mkdir \S+: permission denied`, "it does not run as root", "use an AURORABOOT_IMAGE whose user is root"},
		{`executable file not found|exec: "(rsync|mkfs\.\w+|mount|umount)"`, "its image lacks a program that it needs", "set AURORABOOT_IMAGE to a released image"},
	}
}

// contentFailures are those of the root filesystem and of the settings.
func contentFailures() []knownFailure {
	return []knownFailure{
		{`configured recovery image size (\d+) MB is smaller than source size \d+ MB`, "RECOVERY_SIZE of $1 MiB is too small for the root filesystem", "leave RECOVERY_SIZE unset, or make it larger than the root filesystem"},
		{`failed to copy grub`, "it found no EFI GRUB in the root filesystem", "install a signed GRUB for EFI in the image"},
		{`failed to copy shim|could not find any shim file`, "it found no EFI shim in the root filesystem", "install a signed shim in the image"},
		{`stat \S+/etc/cos/grub\.cfg: no such file|failed to stat grub\.cfg`, "the root filesystem has no /etc/cos/grub.cfg: it is no Kairos image", useBuiltin},
		{`KAIROS_ARCH/KAIROS_TARGETARCH not found`, "the root filesystem's release file names no architecture", "add KAIROS_ARCH to it"},
		{`(KAIROS_\w+) key not found`, "the root filesystem's release file has no $1", "add it"},
		{`rsync: .*change_dir "([^"]*)" failed`, "it cannot read the root filesystem at $1", "this is a defect of amikit or of the image: please report it"},
		{`no source defined|Invalid arguments for set|flag provided but not defined|file '.*' not found|cloud config set but contents are empty`,
			"this release does not take amikit's arguments", "set AURORABOOT_IMAGE to the default release"},
		{`dumping the source image`, "it cannot copy the root filesystem", "the lines above are its log"},
		{`^panic: (.*)`, "it crashed: $1", "set AURORABOOT_IMAGE to another release"},
	}
}
