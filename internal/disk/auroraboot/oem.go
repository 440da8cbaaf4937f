package auroraboot

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/amikit/amikit/disk"
)

// cloudConfigName is the cloud-config's name on the OEM partition, where
// auroraboot and Kairos put the user's own.
const cloudConfigName = "90_custom.yaml"

// oem is the filesystem of a disk's OEM partition. It is changed with debugfs,
// without a mount.
type oem struct {
	runner runner
	device string // with the partition's offset, as e2fsprogs write it
	work   string
}

func newOEM(r runner, raw string, p disk.Partition, work string) oem {
	return oem{runner: r, device: fmt.Sprintf("%s?offset=%d", raw, p.Start), work: work}
}

// put writes the cloud-config byte for byte, for root alone, and reads it back,
// because debugfs exits with 0 whatever its commands did.
func (o oem) put(ctx context.Context, data []byte) error {
	name := filepath.Join(o.work, "cloud-config")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		return fmt.Errorf("prepare the user-data: %w", err)
	}
	commands := strings.NewReplacer("FILE", cloudConfigName, "SOURCE", name).Replace(
		"rm FILE\nwrite SOURCE FILE\nsif FILE mode 0100600\nsif FILE uid 0\nsif FILE gid 0\n")
	if _, err := o.runner.output(ctx, commands, "debugfs", "-w", "-f", "-", o.device); err != nil {
		return fmt.Errorf("put the user-data on the OEM partition: %w", err)
	}
	return o.check(ctx, data)
}

// check reads the cloud-config and has the filesystem checked.
func (o oem) check(ctx context.Context, want []byte) error {
	got, err := o.runner.output(ctx, "", "debugfs", "-R", "cat "+cloudConfigName, o.device)
	if err != nil {
		return fmt.Errorf("read the user-data back from the OEM partition: %w", err)
	}
	if !bytes.Equal(got, want) {
		return fail("this is a defect of amikit: please report it", "the OEM partition holds another user-data than was given (%d bytes, not %d)", len(got), len(want))
	}
	if _, err := o.runner.output(ctx, "", "e2fsck", "-f", "-n", o.device); err != nil {
		return fmt.Errorf("check the OEM partition: %w", err)
	}
	return nil
}
