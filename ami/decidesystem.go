package ami

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/disk"
)

// system is what the disk says of its system; nothing where it could not be read.
func (c *decision) system() *disk.System {
	if c.disk.System == nil {
		return &disk.System{}
	}
	return c.disk.System
}

// unread is why an answer is not there.
func (c *decision) unread() string {
	return orText(strings.Join(c.system().Unread, ", "), "the disk was not read")
}

// decideENA is on unless the kernel is known to lack the driver, for what cannot
// be read counts as it always did.
func (c *decision) decideENA() {
	has := c.system().ENA
	switch c.settings.ENA {
	case On:
		c.ena = true
		if has == disk.No {
			c.contradict("ENA", "true", "contradicts the disk: its kernel has no ena driver, so instances would have no network")
		}
		return
	case Off:
	default:
		c.ena = has != disk.No
		switch has {
		case disk.No:
			c.note("ENA is off: the disk's kernel has no ena driver")
		case "":
			c.note("ENA is on, though the disk does not tell whether its kernel has the driver (%s)", c.unread())
		}
	}
	if !c.ena && c.architecture == types.ArchitectureValuesArm64 {
		c.warn("without ENA no instance of arm64 has a network; put the ena driver into the disk's kernel")
	}
}

// decideIMDSv2 requires tokens only where the system is known to ask with one.
func (c *decision) decideIMDSv2() {
	s := c.system()
	c.imdsv2 = c.settings.IMDSv2 == On
	without := s.Family == disk.Kairos && s.IMDSv2 == disk.No
	switch {
	case c.settings.IMDSv2 == On && without:
		c.contradict("IMDSV2", "true", "contradicts the disk: "+s.Agent+" asks the metadata service without a token, so instances would get no user-data, hostname or key")
	case c.settings.IMDSv2 != Auto:
	case s.IMDSv2 == disk.Yes:
		c.imdsv2 = true
		c.note("IMDSv2 is required: %s asks the metadata service with a token", s.Agent)
	case s.IMDSv2 == disk.No && s.Agent != "":
		c.note("IMDSv2 is not required: %s asks the metadata service without a token, and would get no user-data, hostname or key", s.Agent)
	case s.IMDSv2 == disk.No:
		c.note("IMDSv2 is not required: the disk has no program that is known to ask with a token; set IMDSV2=true where yours does")
	default:
		c.note("IMDSv2 is not required, since the disk does not tell whether its system asks with a token (%s)", c.unread())
	}
}

// roomForData is what is left for the data partition of a Kairos disk where the
// size of the volume is not given: enough for the system to come up.
const roomForData = 4 * gib

// decideVolume makes the volume of a disk that is not installed yet large enough
// for its first boot, and refuses one that does not hold the disk.
func (c *decision) decideVolume() {
	least := (c.disk.Source.Size() + gib - 1) / gib
	needed := int64(0)
	if first := c.disk.FirstBoot; first != nil {
		needed = first.VolumeSize
		c.sizeForFirstBoot(least, *first)
	}
	switch size := c.root.Size; {
	case size != 0 && size < least:
		c.refuse("VOLUME_SIZE", number(size), "is smaller than the disk: give "+number(least)+" or more")
	case size*gib < needed && size != 0:
		c.warn("a volume of %d GiB has no room for the first boot, which needs more than %s", size, inGiB(needed))
	}
	for _, problem := range c.root.check(true) {
		c.refuse(problem.member, problem.value, problem.reason)
	}
}

func (c *decision) sizeForFirstBoot(least int64, first disk.FirstBoot) {
	needed := (first.VolumeSize + roomForData + gib - 1) / gib
	if c.root.Size != 0 || needed <= least {
		return
	}
	c.root.Size = needed
	c.note("the root volume has %d GiB: the first boot needs %s (of it %s for COS_STATE), and %s are for the data", needed, inGiB(first.VolumeSize), inGiB(first.StateSize), inGiB(roomForData))
}
