package auroraboot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/builtin"
	"github.com/amikit/amikit/internal/userdata"
)

// finish turns what auroraboot left into the step's result, and checks it.
func (b *build) finish(ctx context.Context, arch string) error {
	raw, err := b.found()
	if err != nil {
		return err
	}
	if err := b.complete(ctx, raw, arch); err != nil {
		return err
	}
	if err := punchZeroes(raw); err != nil {
		return err
	}
	if err := b.addContent(ctx, raw); err != nil {
		return err
	}
	b.sayFirstBoot()
	return b.publish(ctx, raw)
}

// found returns the one disk that auroraboot made.
func (b *build) found() (string, error) {
	raw, err := disk.Find(b.state)
	var wrong *disk.RawFileError
	if !errors.As(err, &wrong) {
		return raw, err
	}
	return "", fail("the lines above are its log", "auroraboot ended without an error and left %d raw disks, not one (its folder holds: %s)",
		len(wrong.Raw), cmp.Or(strings.Join(wrong.Listing, ", "), "nothing"))
}

// complete repairs the partition table, puts the user-data in its place and
// checks the disk.
func (b *build) complete(ctx context.Context, raw, arch string) error {
	if err := repairGPT(raw); err != nil {
		return err
	}
	layout, size, err := inspect(raw)
	if err != nil {
		return err
	}
	if err := checkLayout(layout, arch); err != nil {
		return err
	}
	if err := b.checkSize(layout, size); err != nil {
		return err
	}
	image, err := b.runner.checkRecovery(ctx, raw, layout.Partitions[recoveryNumber-1])
	if err != nil {
		return err
	}
	b.first = b.firstBoot(layout, image)
	oem := newOEM(b.runner, raw, layout.Partitions[oemNumber-1], b.tmp)
	if b.UserData == nil {
		return oem.check(ctx, userdata.Minimal())
	}
	return oem.put(ctx, b.UserData)
}

// addContent puts the content behind auroraboot's own partitions.
func (b *build) addContent(ctx context.Context, raw string) error {
	if b.Content.Empty() {
		return nil
	}
	layout, size, err := inspect(raw)
	if err != nil {
		return err
	}
	o := builtin.Options{Rootfs: b.Rootfs, Work: b.tmp, PreferPath: true, Content: b.Content, DiskSize: b.DiskSize}
	added, err := o.AddContent(ctx, raw, layout, size)
	if err != nil {
		return err
	}
	if err := addPartition(raw, added); err != nil {
		return err
	}
	if layout, _, err = inspect(raw); err != nil {
		return err
	}
	if len(layout.Problems) > 0 {
		return incomplete("%s", strings.Join(layout.Problems, "; "))
	}
	b.first = b.firstBoot(layout, b.first.RecoveryImage)
	return nil
}

func inspect(raw string) (layout *disk.Layout, size int64, err error) {
	f, err := disk.Open(raw)
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	layout, err = disk.Inspect(f, f.Size())
	if err != nil {
		return nil, 0, fmt.Errorf("inspect auroraboot's disk: %w", err)
	}
	return layout, f.Size(), nil
}

// sayFirstBoot tells how large the volume of an instance must be, which the
// disk's own size never shows.
func (b *build) sayFirstBoot() {
	need := b.first.VolumeSize >> 20
	_, _ = fmt.Fprintf(b.Log, "at its first boot the system adds partitions: give its volume more than %d MiB\n", need)
	if b.DiskSize > 0 && b.DiskSize < need {
		_, _ = fmt.Fprintf(b.Log, "warning: DISK_SIZE of %d MiB is less than that\n", b.DiskSize)
	}
}
