package ami

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/disk"
)

// rootDevice is the name of the root volume, as the design of the image has it.
const rootDevice = "/dev/xvda"

// target is the image that is wanted: every parameter that reaches AWS.
type target struct {
	disk         Disk
	name         string
	region       string
	bucket, key  string
	architecture types.ArchitectureValues
	bootMode     types.BootModeValues
	method       Method
	storage      storage
	onConflict   OnConflict
	version      string
	id           identity
}

// newTarget decides the image's parameters from disk and options, which have
// their defaults, and refuses what contradicts.
func newTarget(d Disk, o Options) (target, error) {
	architecture, err := decideArchitecture(d, o)
	if err != nil {
		return target{}, err
	}
	if err := checkName(o.Name); err != nil {
		return target{}, err
	}
	t := target{
		disk: d, name: o.Name, region: o.Region, bucket: o.Bucket, key: o.Key,
		architecture: architecture, bootMode: decideBootMode(d), method: o.Method, storage: storage{o.Encrypted, o.KMSKey}, onConflict: o.OnConflict, version: o.Version,
	}
	return t.withDisk(d), nil
}

// withDisk returns the same image of another disk.
func (t target) withDisk(d Disk) target {
	t.disk = d
	t.id = t.identify(d)
	return t
}

func decideArchitecture(d Disk, o Options) (types.ArchitectureValues, error) {
	switch {
	case d.Architecture != "" && o.Architecture != "" && d.Architecture != o.Architecture:
		return "", &InvalidError{Setting: "ARCH", Value: o.Architecture, Reason: fmt.Sprintf("contradicts the disk, which boots on %s; leave it out or build the disk for it", d.Architecture)}
	case d.Architecture == "" && o.Architecture == "":
		return "", &InvalidError{Setting: "ARCH", Value: "", Reason: "is needed: the disk has no EFI boot loader that tells its architecture; give amd64 or arm64"}
	}
	if or(o.Architecture, d.Architecture) == "arm64" {
		return types.ArchitectureValuesArm64, nil
	}
	return types.ArchitectureValuesX8664, nil
}

// decideBootMode takes what the disk can boot by. Where it does not tell, uefi
// is right for Kairos' disks.
func decideBootMode(d Disk) types.BootModeValues {
	if d.BootMode == disk.BootMode("") {
		return types.BootModeValuesUefi
	}
	return types.BootModeValues(d.BootMode)
}

// uri names the object as people write it; empty where there is none.
func (t target) uri() string {
	if t.method == ByEBS {
		return ""
	}
	return "s3://" + t.bucket + "/" + t.key
}
