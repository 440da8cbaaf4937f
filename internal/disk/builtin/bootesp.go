package builtin

import (
	"fmt"

	"github.com/diskfs/go-diskfs/partition/gpt"
)

// planESP decides what is on the EFI system partition. It leaves room for two
// more kernels of this size, as updates need.
func (o Options) planESP(s *system, id identity) (partition, error) {
	files, err := o.bootFiles(s, id)
	if err != nil {
		return partition{}, err
	}
	seed, err := o.seed(s, id)
	if err != nil {
		return partition{}, err
	}
	content := esp{label: s.fstab.espLabel(), serial: id.serial("esp"), epoch: o.Epoch.Unix(), files: append(files, seed...)}
	if len(seed) > 0 {
		content.label = seedLabel
	}
	size, err := espSize(content.files)
	if err != nil {
		return partition{}, err
	}
	return partition{name: "EFI", kind: gpt.EFISystemPartition, guid: id.guid("partition esp"), size: size, fill: content}, nil
}

const leastESP = 64 * mib

func espSize(files []espFile) (int64, error) {
	total := int64(0)
	for _, f := range files {
		n, err := f.bytes()
		if err != nil {
			return 0, fmt.Errorf("measure %s: %w", f.path, err)
		}
		total += n
	}
	return roundToMiB(max(leastESP, 3*total+16*mib)), nil
}

// commandLine is the kernel's: the root by its UUID, consoles on the screen and on
// EC2's serial console, which is where the kernel's messages go, and the longest
// wait for a volume (EBS user guide, "NVMe and EBS volumes", I/O operation timeout).
func (o Options) commandLine(s *system, id identity) string {
	line := fmt.Sprintf("root=UUID=%s %s console=tty1 console=ttyS0,115200 nvme_core.io_timeout=4294967295", id.of("root"), s.fstab.rootMode())
	if o.KernelCmdline != "" {
		line += " " + o.KernelCmdline
	}
	return line
}
