package ec2

import (
	"cmp"
	"slices"

	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

func badDevice(format string, args ...any) error {
	return wire.Refuse("InvalidBlockDeviceMapping", format, args...)
}

func readDevices(items []query.Params) (devices []mapping, err error) {
	for _, item := range items {
		device := mapping{Device: item["DeviceName"], Virtual: item["VirtualName"]}
		if item.HasAny("Ebs") {
			device.Volume, err = readVolume(item.Sub("Ebs"))
		}
		if err != nil {
			return nil, err
		}
		if !item.Has("NoDevice") {
			devices = append(devices, device)
		}
	}
	return devices, nil
}

func readVolume(p query.Params) (*volume, error) {
	if p.Has("Encrypted") && p["SnapshotId"] != "" {
		return nil, wire.Refuse("InvalidParameter", "Parameter encrypted is invalid. "+
			"You cannot specify the encrypted flag if specifying a snapshot id in a block device mapping.")
	}
	v := &volume{
		SnapshotID:          p["SnapshotId"],
		Type:                cmp.Or(p["VolumeType"], "gp2"),
		DeleteOnTermination: !p.Has("DeleteOnTermination") || p.Flag("DeleteOnTermination"),
		Encrypted:           p.Flag("Encrypted"),
	}
	for name, value := range map[string]*int{"VolumeSize": &v.SizeGiB, "Iops": &v.IOPS, "Throughput": &v.Throughput} {
		n, _, err := number(p, name)
		if err != nil {
			return nil, err
		}
		*value = n
	}
	return v, v.check(p)
}

// resolveDevices looks at the snapshots and takes sizes and encryption from
// them.
func (r *request) resolveDevices(tx *store.Tx, made *image) error {
	root := slices.IndexFunc(made.Devices, func(m mapping) bool { return m.Device == made.RootDevice })
	if root < 0 || made.Devices[root].Volume == nil || made.Devices[root].Volume.SnapshotID == "" {
		return badDevice("No root snapshot specified in device mapping.")
	}
	for _, device := range made.Devices {
		if device.Volume == nil || device.Volume.SnapshotID == "" {
			continue
		}
		if err := r.resolveVolume(tx, device.Volume); err != nil {
			return err
		}
	}
	return nil
}

func (r *request) resolveVolume(tx *store.Tx, v *volume) error {
	record, found, err := snapshot.Table.Get(tx, store.Key(r.Region, v.SnapshotID))
	switch {
	case err != nil:
		return err
	case !found:
		return wire.Refuse("InvalidSnapshotID.NotFound", "The snapshot ID '%s' does not exist", v.SnapshotID)
	case record.Owner != r.caller():
		return wire.Refuse("InvalidParameterValue",
			"Invalid value '%s' for snapshotId. Snapshot does not belong to %s", v.SnapshotID, r.caller())
	case r.Snapshots.State(record).Status != snapshot.Completed:
		return wire.Refuse("IncorrectState", "Snapshot '%s' is not 'completed'.", v.SnapshotID)
	case v.SizeGiB != 0 && v.SizeGiB < record.SizeGiB:
		return badDevice("Volume of size %dGB is smaller than snapshot '%s', expect size>= %dGB",
			v.SizeGiB, v.SnapshotID, record.SizeGiB)
	}
	v.SizeGiB = cmp.Or(v.SizeGiB, record.SizeGiB)
	v.Encrypted = record.Encrypted
	return nil
}
