package auroraboot

import (
	"fmt"
	"strings"

	"github.com/amikit/amikit/disk"
)

// partition is one that auroraboot's disks have.
type partition struct {
	name, filesystem, label, guidType string
}

// typeLinux is the GPT type of a partition with a Linux filesystem.
const typeLinux = "0FC63DAF-8483-4772-8E79-3D69D8477DE4"

// partitions are those of auroraboot's EFI disk, in their order.
func partitions() []partition {
	return []partition{
		{"efi", "vfat", "COS_GRUB", disk.TypeESP},
		{"oem", "ext2", "COS_OEM", typeLinux},
		{"recovery", "ext2", "COS_RECOVERY", typeLinux},
	}
}

// oemNumber is the partition with the cloud-config, recoveryNumber the last one.
const (
	oemNumber      = 2
	recoveryNumber = 3
)

// incomplete is the error for a disk that exit code 0 said nothing about.
func incomplete(format string, args ...any) error {
	return fail("the lines above are auroraboot's log", "auroraboot made a disk that is not complete: "+format, args...)
}

// checkLayout compares the disk with what auroraboot is known to make.
func checkLayout(l *disk.Layout, arch string) error {
	if len(l.Problems) > 0 {
		return incomplete("%s", strings.Join(l.Problems, "; "))
	}
	want := partitions()
	if l.Table != disk.TableGPT || len(l.Partitions) != len(want) {
		return incomplete("it has a %s table with %d partitions, not a GPT with %d", l.Table, len(l.Partitions), len(want))
	}
	for i, p := range l.Partitions {
		if problem := want[i].compare(p); problem != "" {
			return incomplete("partition %d %s", i+1, problem)
		}
	}
	if l.Architecture != arch {
		return incomplete("its EFI loader is for %q, and the root filesystem for %q", l.Architecture, arch)
	}
	if l.BootMode != disk.BootUEFI {
		return incomplete("nothing on it can be started by UEFI")
	}
	return nil
}

// compare says what is wrong with a partition, or nothing.
func (want partition) compare(p disk.Partition) string {
	for _, c := range []struct{ what, got, want string }{
		{"is named", p.Name, want.name},
		{"is of type", p.Type, want.guidType},
		{"has the filesystem", p.Filesystem, want.filesystem},
		{"is labelled", p.Label, want.label},
	} {
		if c.got != c.want {
			return fmt.Sprintf("%s %q, not %q", c.what, c.got, c.want)
		}
	}
	return ""
}

// checkSize refuses a DISK_SIZE that auroraboot did not follow: it never shrinks.
func (o Options) checkSize(l *disk.Layout, size int64) error {
	if o.DiskSize == 0 || size == o.DiskSize<<20 {
		return nil
	}
	need := (l.Partitions[recoveryNumber-1].End() >> 20) + 1
	return fail(fmt.Sprintf("set DISK_SIZE to %d or more, or leave it unset", need),
		"DISK_SIZE of %d MiB is less than the disk needs", o.DiskSize)
}

// firstBoot returns what the system adds at its first boot. The recovery
// partition's size is what auroraboot computes the state partition from.
func (o Options) firstBoot(l *disk.Layout, image int64) *disk.FirstBoot {
	recovery, last := l.Partitions[recoveryNumber-1], l.Partitions[len(l.Partitions)-1]
	state := o.StateSize << 20
	if state == 0 {
		state = 3*recovery.Size + 100<<20
	}
	return disk.NewFirstBoot(image, state, last.End())
}
