package ami

import (
	"cmp"

	"github.com/amikit/amikit/disk"
)

// Switch is a setting of three states.
type Switch string

// States of a [Switch].
const (
	// Auto takes what the disk says. Empty is the same.
	Auto Switch = "auto"
	// On and Off decide whatever the disk says.
	On  Switch = "true"
	Off Switch = "false"
)

// Registration are the settings of the image beside its name and architecture
// (Amazon EC2 API Reference, RegisterImage). Zero values are the documented defaults.
type Registration struct {
	// BootMode is what the firmware of instances is; what the disk boots by where
	// it is empty.
	BootMode disk.BootMode
	// TPM gives instances a NitroTPM 2.0; only with x86_64 and the boot mode uefi.
	TPM bool
	// IMDSv2 makes instances ask the metadata service with a token (ImdsSupport
	// v2.0). [Auto] does so where the system on the disk is known to do that.
	IMDSv2 Switch
	// ENA says that the system drives enhanced networking. [Auto] says so unless the
	// disk's kernel is known to lack the driver.
	ENA Switch
	// SRIOV is the older enhanced networking (SriovNetSupport simple), x86_64 only.
	SRIOV bool
	// RootDevice is the root volume's name: /dev/xvda.
	RootDevice string
	// Root is the root volume; its Device and SnapshotID are not used.
	Root Volume
	// Volumes are further volumes.
	Volumes []Volume
	// UEFIData is the UEFI variable store in base64, at most 64,000 characters.
	UEFIData string
	// Description is the image's description; it names the disk where it is empty.
	Description string
	// Tags are put on the image and on its snapshot, beside amikit's own.
	Tags map[string]string
	// Force takes settings that the disk contradicts, with a warning.
	Force bool
}

// Volume is an EBS volume that an instance starts with.
type Volume struct {
	// Device is its name, such as /dev/sdf.
	Device string
	// SnapshotID is what it is made of; empty for a blank volume.
	SnapshotID string
	// Type is EBS's name of its type: gp3 where it is empty.
	Type string
	// Size is its size in GiB. 0 takes the snapshot's; for the root volume of a
	// Kairos disk, what its first boot needs.
	Size int64
	// IOPS and Throughput (MiB/s) are what is provisioned; 0 takes EBS's own.
	IOPS, Throughput int64
	// Keep leaves the volume behind when its instance is terminated.
	Keep bool
	// Encrypted encrypts a blank volume.
	Encrypted bool
}

// withDefaults fills in what is not given.
func (s Registration) withDefaults() Registration {
	s.RootDevice = cmp.Or(s.RootDevice, defaultRootDevice)
	s.IMDSv2, s.ENA = cmp.Or(s.IMDSv2, Auto), cmp.Or(s.ENA, Auto)
	s.Root.Type = cmp.Or(s.Root.Type, defaultVolumeType)
	volumes := make([]Volume, len(s.Volumes))
	for i, v := range s.Volumes {
		v.Type = cmp.Or(v.Type, defaultVolumeType)
		volumes[i] = v
	}
	s.Volumes = volumes
	return s
}

// Defaults of [Registration].
const (
	defaultRootDevice = "/dev/xvda"
	defaultVolumeType = "gp3"
)
