package auroraboot

import (
	"strings"
	"testing"
)

func TestEachKnownFailureIsOneLineThatSaysWhatToDo(t *testing.T) {
	tests := map[string]struct{ log, want string }{
		"no loop devices":          {"1 error occurred:\n\t* open /dev/loop-control: no such file or directory", "security.insecure; allow it: buildctl"},
		"no node for the device":   {"\t* open /dev/loop17: no such file or directory", "next free loop device, /dev/loop17"},
		"a device taken meanwhile": {"\t* LOOP_SET_FD of /dev/loop3: device or resource busy", "another build took its loop device"},
		"no mount allowed":         {"Output: mount: /x: permission denied.", "it may not mount"},
		"a kernel without vfat":    {"\t* mount failed: exit status 32\nOutput: mount: /x: unknown filesystem type 'vfat'.", "cannot mount vfat; load it there: `modprobe vfat`"},
		"no Kairos image":          {"\t* stat /tmp/a/etc/cos/grub.cfg: no such file or directory", "no Kairos image"},
		"no model":                 {"\t* KAIROS_MODEL key not found", "has no KAIROS_MODEL"},
		"no architecture":          {"\t* KAIROS_ARCH/KAIROS_TARGETARCH not found in etc/kairos-release", "names no architecture"},
		"no shim":                  {"ERR failed to copy shim\n\t* could not find any shim file to copy", "no EFI shim"},
		"no GRUB":                  {"ERR failed to copy grub\n\t* could not find any shim file to copy", "no EFI GRUB"},
		"scratch space full":       {"\t* dumping the source image dir:/rootfs to /scratch/x: exit status 11", "scratch space is full"},
		"result's space full":      {"\t* write /out/.x/kairos-a.raw: no space left on device", "the disk does not fit"},
		"recovery image too small": {"\t* configured recovery image size 50 MB is smaller than source size 100 MB", "RECOVERY_SIZE of 50 MiB is too small"},
		"source missing":           {"rsync: [sender] change_dir \"/rootfs\" failed: No such file or directory (2)\n\t* dumping the source image dir:/rootfs to x: exit status 23", "cannot read the root filesystem at /rootfs"},
		"not root":                 {"\t* mkdir /out/x: permission denied\n\t* 'dump-source' deps prepare-dirs failed", "does not run as root"},
		"a crash":                  {"panic: unknown architecture", "it crashed: unknown architecture"},
		"another argument syntax":  {"Incorrect Usage: flag provided but not defined: -set", "does not take amikit's arguments"},
		"a cause that is new":      {"INF a\n2 errors occurred:\n\t* the moon is full\n\t* 'gen-raw-efi-disk' deps x failed", "auroraboot failed: the moon is full"},
		"an error in the log only": {"ERR it broke\nINF bye", "auroraboot failed: ERR it broke"},
		"only a last line":         {"bye", "auroraboot failed: bye"},
		"silence":                  {"", "auroraboot failed:"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			log := strings.ReplaceAll(test.log, "ERR ", "2026-11-23T13:18:19Z ERR ")
			got := strings.ReplaceAll(explain(strings.Split(log, "\n")).Error(), "2026-11-23T13:18:19Z ", "")
			if !strings.Contains(got, test.want) || strings.Contains(got, "\n") {
				t.Fatalf("got %q; want %q", got, test.want)
			}
		})
	}
}

func TestASizeThatAuroraBootIgnoresIsAnError(t *testing.T) {
	if err := ignoredSettings([]string{"ERR Failed to parse disk size, setting value to 0 error=x"}); err == nil {
		t.Error("it passed")
	}
	if err := ignoredSettings([]string{"INF Created disk image"}); err != nil {
		t.Error(err)
	}
}
