package builtin

import (
	"context"

	"github.com/diskfs/go-diskfs/partition/gpt"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/option"
)

// What every Kairos disk has, whoever made it: Kairos finds its partitions by
// these labels, and the GUIDs are those of auroraboot's disks.
const (
	kairosDisk     = "2CEFF841-4C1D-5A14-8E46-ED3AEB621093"
	kairosEFI      = "81444E82-66B3-5ED2-961B-497665F12BE2"
	kairosOEM      = "8BFA06F9-CA4F-56DC-90C9-49CF20F4F45E"
	kairosRecovery = "768FBD69-B2A9-5EAB-902C-DB8745B4767C"

	labelEFI        = "COS_GRUB"
	labelOEM        = "COS_OEM"
	labelRecovery   = "COS_RECOVERY"
	labelSystem     = "COS_SYSTEM"
	labelState      = "COS_STATE"
	labelPersistent = "COS_PERSISTENT"

	kairosMenu = "etc/cos/grub.cfg"
	smallPart  = 64 * mib // of EFI and OEM
)

// planKairos is auroraboot's layout: EFI, OEM and RECOVERY. The free space stays
// behind the last partition, where the first boot adds two more.
func (o Options) planKairos(s *system, tools *tools, id identity) (*plan, error) {
	boot, err := s.kairosBoot()
	if err != nil {
		return nil, err
	}
	recovery, err := o.recovery(s, tools, id)
	if err != nil {
		return nil, err
	}
	if least := 2 * leastImageSize(s.usage) / mib; o.StateSize > 0 && o.StateSize < least { // the installed system, and the one before an upgrade
		return nil, &SizeError{Setting: option.StateSize, Given: o.StateSize, Least: least}
	}
	size := 2*recovery.image + 150*mib // room for a second image while it is upgraded
	state := o.stateSize(size)
	p := &plan{guid: kairosDisk, partitions: []partition{
		{name: "efi", kind: gpt.EFISystemPartition, guid: kairosEFI, attrs: 1, size: smallPart, fill: esp{
			label: labelEFI, serial: id.serial("esp"), epoch: o.Epoch.Unix(), files: boot,
		}},
		{name: "oem", kind: gpt.LinuxFilesystem, guid: kairosOEM, size: smallPart, fill: o.oem(tools, id, state)},
		{name: "recovery", kind: gpt.LinuxFilesystem, guid: kairosRecovery, size: size, fill: recovery},
	}}
	if !o.Content.Empty() {
		extra, err := o.contentPartition(tools, o.contentSum)
		if err != nil {
			return nil, err
		}
		p.partitions = append(p.partitions, extra)
	}
	p.size = least(p.partitions)
	if o.DiskSize > 0 && o.DiskSize*mib < p.size {
		return nil, &SizeError{Setting: option.DiskSize, Given: o.DiskSize, Least: p.size / mib}
	}
	p.firstBoot = disk.NewFirstBoot(recovery.image, state*mib, p.size-margin)
	o.warn("an instance's volume must hold more than %d MiB: the first boot adds a partition of %d MiB, and one for the rest", p.firstBoot.VolumeSize/mib, state)
	p.size = max(p.size, o.DiskSize*mib)
	return p, nil
}

// stateSize is in MiB. By default the partition holds three images of the
// recovery partition's size, as auroraboot's does.
func (o Options) stateSize(recovery int64) int64 {
	if o.StateSize > 0 {
		return o.StateSize
	}
	return 3*recovery/mib + 100
}

// warnSizes is for a system that has no such partitions.
func (o Options) warnSizes() {
	if o.StateSize > 0 || o.RecoverySize > 0 {
		o.warn("%s and %s are for Kairos disks alone and change nothing here", option.StateSize, option.RecoverySize)
	}
}

// systemPlan chooses the layout.
func (o Options) systemPlan(ctx context.Context, s *system, id identity) (*plan, error) {
	tools, err := findTools(ctx, s.root, o.PreferPath)
	if err != nil {
		return nil, err
	}
	if !s.release.IsKairos() {
		o.warnContent()
		o.warnSizes()
		return o.planSystem(s, tools, id)
	}
	if err := s.checkKairos(); err != nil {
		return nil, err
	}
	if err := s.judgeKairos(); err != nil {
		return nil, err
	}
	return o.planKairos(s, tools, id)
}
