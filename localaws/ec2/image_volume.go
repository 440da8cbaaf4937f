package ec2

import "github.com/amikit/amikit/localaws/wire/query"

// volumeKind has a type's limits: sizes in GiB, IOPS, MiB/s.
// https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html
type volumeKind struct {
	minSize, maxSize int
	minIOPS, maxIOPS int // 0: none may be given
	perGiB, base     int // IOPS by size, and whatever the size; no base: they must be given
	minRate, maxRate int // 0: none may be given
}

func volumeKinds() map[string]volumeKind {
	return map[string]volumeKind{
		"gp3":      {1, 65536, 3000, 80000, 500, 3000, 125, 2000},
		"gp2":      {1, 16384, 0, 0, 0, 0, 0, 0},
		"io1":      {4, 16384, 100, 64000, 50, 0, 0, 0},
		"io2":      {4, 65536, 100, 256000, 1000, 0, 0, 0},
		"st1":      {125, 16384, 0, 0, 0, 0, 0, 0},
		"sc1":      {125, 16384, 0, 0, 0, 0, 0, 0},
		"standard": {1, 1024, 0, 0, 0, 0, 0, 0},
	}
}

// check holds what the call says against the type's limits. What hangs on the
// size is not checked where the snapshot gives it.
func (v *volume) check(p query.Params) error {
	kind, ok := volumeKinds()[v.Type]
	switch {
	case !ok:
		return badDevice("Invalid volume type: %s", v.Type)
	case p.Has("VolumeSize") && (v.SizeGiB < kind.minSize || v.SizeGiB > kind.maxSize):
		return badDevice("Volume of %dGiB is invalid; volume of type %s must be between %d and %d GiB", v.SizeGiB, v.Type, kind.minSize, kind.maxSize)
	case !p.Has("VolumeSize") && v.SnapshotID == "":
		return badDevice("The request must contain the parameter size or snapshotId")
	}
	if err := v.checkIOPS(p, kind); err != nil {
		return err
	}
	return v.checkThroughput(p, kind)
}

func (v *volume) checkIOPS(p query.Params, kind volumeKind) error {
	switch given := p.Has("Iops"); {
	case given && kind.maxIOPS == 0:
		return badDevice("The parameter iops is not supported for %s volumes.", v.Type)
	case !given && kind.maxIOPS > 0 && kind.base == 0:
		return badDevice("The parameter iops must be specified for %s volumes.", v.Type)
	case given && (v.IOPS < kind.minIOPS || v.IOPS > kind.maxIOPS):
		return badDevice("Volume iops of %d is out of range.", v.IOPS)
	case given && v.SizeGiB > 0 && v.IOPS > max(v.SizeGiB*kind.perGiB, kind.base):
		return badDevice("Iops to volume size ratio of %d is too high; maximum is %d", v.IOPS/v.SizeGiB, kind.perGiB)
	}
	return nil
}

// iopsPerRate is how many IOPS gp3 wants for each MiB/s.
const iopsPerRate = 4

func (v *volume) checkThroughput(p query.Params, kind volumeKind) error {
	switch given := p.Has("Throughput"); {
	case given && kind.maxRate == 0:
		return badDevice("The parameter throughput is not supported for %s volumes.", v.Type)
	case given && (v.Throughput < kind.minRate || v.Throughput > kind.maxRate):
		return badDevice("Volume throughput of %d MiB/s is out of range.", v.Throughput)
	case given && v.Throughput*iopsPerRate > max(v.IOPS, kind.base):
		return badDevice("Throughput (MiBps) to iops ratio is too high; maximum is 0.25 MiBps per iops")
	}
	return nil
}
