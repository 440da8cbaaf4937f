package ami

import (
	"cmp"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/disk"
)

// decision turns settings and what the disk says into the image's attributes. It
// collects every contradiction, and a line for each default that needs its reason.
type decision struct {
	disk     Disk
	settings Registration
	attributes
	notes    []Event
	problems Problems
}

// decide makes the attributes; options have their defaults. The error is [Problems].
func decide(d Disk, o Options) (*decision, error) {
	s := o.Registration.withDefaults()
	c := &decision{disk: d, settings: s, attributes: attributes{
		rootDevice: s.RootDevice, root: s.Root, volumes: s.Volumes, sriov: s.SRIOV, tpm: s.TPM,
		uefiData: s.UEFIData, description: s.Description, tags: s.Tags,
	}}
	var err error
	if c.architecture, err = decideArchitecture(d, o); err != nil {
		c.problems = append(c.problems, err)
		c.architecture = architectureOf(cmp.Or(o.Architecture, d.Architecture)) // what else contradicts it is told as well
	}
	c.decideBootMode()
	c.checkFirmware()
	c.decideENA()
	c.decideIMDSv2()
	c.decideVolume()
	if len(c.problems) > 0 {
		return c, c.problems
	}
	return c, nil
}

func (c *decision) note(format string, args ...any) {
	c.notes = append(c.notes, Event{Kind: Info, Stage: "image", Message: fmt.Sprintf(format, args...)})
}

func (c *decision) warn(format string, args ...any) {
	c.notes = append(c.notes, Event{Kind: Warning, Stage: "image", Message: fmt.Sprintf(format, args...)})
}

func (c *decision) refuse(setting, value, reason string) {
	c.problems = append(c.problems, &InvalidError{Setting: setting, Value: value, Reason: reason})
}

// contradict refuses a setting that the disk contradicts, unless it is forced.
func (c *decision) contradict(setting, value, reason string) {
	if c.settings.Force {
		c.warn("%s %q %s; it is forced", setting, value, reason)
		return
	}
	c.refuse(setting, value, reason+"; --force (FORCE) takes it all the same")
}

func decideArchitecture(d Disk, o Options) (types.ArchitectureValues, error) {
	switch {
	case d.Architecture != "" && o.Architecture != "" && d.Architecture != o.Architecture:
		return "", &InvalidError{Setting: "ARCH", Value: o.Architecture, Reason: fmt.Sprintf("contradicts the disk, which boots on %s; leave it out or build the disk for it", d.Architecture)}
	case d.Architecture == "" && o.Architecture == "":
		return "", &InvalidError{Setting: "ARCH", Value: "", Reason: "is needed: the disk has no EFI boot loader that tells its architecture; give amd64 or arm64"}
	}
	return architectureOf(cmp.Or(o.Architecture, d.Architecture)), nil
}

func architectureOf(name string) types.ArchitectureValues {
	if name == "arm64" {
		return types.ArchitectureValuesArm64
	}
	return types.ArchitectureValuesX8664
}

// decideBootMode takes what the disk can boot by. Where it does not tell, uefi
// is right for Kairos' disks.
func (c *decision) decideBootMode() {
	mode := cmp.Or(c.settings.BootMode, c.disk.BootMode, disk.BootUEFI)
	c.bootMode = types.BootModeValues(mode)
	switch {
	case c.architecture == types.ArchitectureValuesArm64 && mode != disk.BootUEFI:
		c.refuse("BOOT_MODE", string(mode), "is none of arm64: EC2 boots it by uefi alone")
	case c.disk.BootMode == "":
		c.note("the disk has nothing that a firmware could start; it is registered with boot mode %s", mode)
	case mode != c.disk.BootMode && c.disk.BootMode != disk.BootUEFIPreferred:
		c.contradict("BOOT_MODE", string(mode), fmt.Sprintf("contradicts the disk, which boots by %s alone", c.disk.BootMode))
	}
}

// checkFirmware holds what hangs on architecture and boot mode against them.
func (c *decision) checkFirmware() {
	uefi, amd64 := c.bootMode == types.BootModeValuesUefi, c.architecture == types.ArchitectureValuesX8664
	if c.tpm && !(uefi && amd64) {
		c.refuse("TPM", "true", fmt.Sprintf("needs x86_64 and the boot mode uefi, and this image is %s with %s", c.architecture, c.bootMode))
	}
	if c.sriov && !amd64 {
		c.refuse("SRIOV", "true", "is for x86_64 alone: instances of arm64 have ENA")
	}
	if c.uefiData != "" && c.bootMode == types.BootModeValuesLegacyBios {
		c.refuse("UEFI_DATA", abbreviate(c.uefiData), "needs UEFI, and this image boots by legacy-bios")
	}
}
