package ami

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// volumeLimits are those of one type of volume (Amazon EBS User Guide, "Amazon EBS
// volume types", and EC2's EbsBlockDevice). Sizes are in GiB, rates in IOPS and MiB/s.
type volumeLimits struct {
	name             string
	minSize, maxSize int64
	minIOPS, maxIOPS int64 // 0: none can be given
	perGiB           int64 // IOPS for each GiB
	baseIOPS         int64 // what a volume has whatever its size; 0: IOPS must be given
	minRate, maxRate int64 // 0: none can be given
	iopsPerRate      int64 // IOPS that each MiB/s needs
	cannotBoot       bool
}

func volumeTypes() []volumeLimits {
	return []volumeLimits{
		{name: "gp3", minSize: 1, maxSize: 65536, minIOPS: 3000, maxIOPS: 80000, perGiB: 500, baseIOPS: 3000, minRate: 125, maxRate: 2000, iopsPerRate: 4},
		{name: "gp2", minSize: 1, maxSize: 16384},
		{name: "io1", minSize: 4, maxSize: 16384, minIOPS: 100, maxIOPS: 64000, perGiB: 50},
		{name: "io2", minSize: 4, maxSize: 65536, minIOPS: 100, maxIOPS: 256000, perGiB: 1000},
		{name: "st1", minSize: 125, maxSize: 16384, cannotBoot: true},
		{name: "sc1", minSize: 125, maxSize: 16384, cannotBoot: true},
		{name: "standard", minSize: 1, maxSize: 1024},
	}
}

func limitsOf(name string) (volumeLimits, bool) {
	types := volumeTypes()
	i := slices.IndexFunc(types, func(l volumeLimits) bool { return l.name == name })
	if i < 0 {
		return volumeLimits{}, false
	}
	return types[i], true
}

// complaint is what is wrong with one member of a volume.
type complaint struct{ member, value, reason string }

// Members of a volume, as the root volume's settings are called.
const (
	memberType       = "VOLUME_TYPE"
	memberSize       = "VOLUME_SIZE"
	memberIOPS       = "VOLUME_IOPS"
	memberThroughput = "VOLUME_THROUGHPUT"
)

// check returns what EBS would refuse. A size of 0 is not known yet, and nothing
// that depends on it is checked.
func (v Volume) check(root bool) []complaint {
	l, ok := limitsOf(v.Type)
	switch {
	case !ok:
		return []complaint{{memberType, v.Type, "is no type of EBS volume: give " + volumeTypeNames()}}
	case root && l.cannotBoot:
		return []complaint{{memberType, v.Type, "cannot be a root volume: EBS boots from gp3, gp2, io1, io2 and standard"}}
	}
	return slices.Concat(v.checkSize(l), v.checkIOPS(l), v.checkThroughput(l))
}

func volumeTypeNames() string {
	var names []string
	for _, l := range volumeTypes() {
		names = append(names, l.name)
	}
	return strings.Join(names, ", ")
}

func (v Volume) checkSize(l volumeLimits) []complaint {
	if v.Size == 0 || v.Size >= l.minSize && v.Size <= l.maxSize {
		return nil
	}
	return []complaint{{memberSize, number(v.Size), fmt.Sprintf("is not a size of %s volumes: EBS has them from %d to %d GiB", l.name, l.minSize, l.maxSize)}}
}

func (v Volume) checkIOPS(l volumeLimits) (found []complaint) {
	add := func(format string, args ...any) {
		found = append(found, complaint{memberIOPS, number(v.IOPS), fmt.Sprintf(format, args...)})
	}
	switch {
	case l.maxIOPS == 0 && v.IOPS != 0:
		add("cannot be given for %s volumes: only for gp3, io1 and io2", l.name)
	case v.IOPS == 0 && l.maxIOPS > 0 && l.baseIOPS == 0:
		add("is needed for %s volumes: give %d to %d", l.name, l.minIOPS, l.maxIOPS)
	case v.IOPS != 0 && (v.IOPS < l.minIOPS || v.IOPS > l.maxIOPS):
		add("is out of range: %s volumes have %d to %d", l.name, l.minIOPS, l.maxIOPS)
	case v.Size > 0 && v.IOPS > max(v.Size*l.perGiB, l.baseIOPS):
		add("is too much for %d GiB: %s volumes have at most %d for each GiB", v.Size, l.name, l.perGiB)
	}
	return found
}

func (v Volume) checkThroughput(l volumeLimits) []complaint {
	reason := ""
	switch {
	case v.Throughput == 0:
	case l.maxRate == 0:
		reason = fmt.Sprintf("cannot be given for %s volumes: only for gp3", l.name)
	case v.Throughput < l.minRate || v.Throughput > l.maxRate:
		reason = fmt.Sprintf("is out of range: %s volumes have %d to %d MiB/s", l.name, l.minRate, l.maxRate)
	case v.Throughput*l.iopsPerRate > cmp.Or(v.IOPS, l.baseIOPS):
		reason = fmt.Sprintf("needs %d IOPS: set VOLUME_IOPS", v.Throughput*l.iopsPerRate)
	}
	if reason == "" {
		return nil
	}
	return []complaint{{memberThroughput, number(v.Throughput), reason}}
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// Names of devices that EC2 takes (Amazon EC2 User Guide, "Device names for
// volumes"), and of snapshots.
var (
	devicePattern   = regexp.MustCompile(`^/dev/(sd[a-z][1-9]?[0-9]?|xvd[a-z]{1,2}[1-9]?)$`)
	snapshotPattern = regexp.MustCompile(`^snap-([0-9a-f]{8}|[0-9a-f]{17})$`)
)

// rates are the volume's with those that EBS gives by itself, where they are fixed.
func (v Volume) rates() Volume {
	l, _ := limitsOf(v.Type)
	v.IOPS, v.Throughput = cmp.Or(v.IOPS, l.baseIOPS), cmp.Or(v.Throughput, l.minRate)
	return v
}

// normal leaves out the rates that EBS gives by itself.
func (v Volume) normal() Volume {
	l, _ := limitsOf(v.Type)
	if v.IOPS == l.baseIOPS {
		v.IOPS = 0
	}
	if v.Throughput == l.minRate {
		v.Throughput = 0
	}
	return v
}
