package auroraboot

import (
	"context"
	"fmt"
	"strings"

	"github.com/amikit/amikit/disk"
)

// checkRecovery finds what GRUB and the first boot need on the recovery
// partition: the menu and the image of the system.
func (r runner) checkRecovery(ctx context.Context, raw string, p disk.Partition) error {
	device := fmt.Sprintf("%s?offset=%d", raw, p.Start)
	for _, name := range []string{"/etc/cos/grub.cfg", "/cOS/recovery.img"} {
		out, err := r.output(ctx, "", "debugfs", "-R", "stat "+name, device)
		if err != nil {
			return fmt.Errorf("check the recovery partition: %w", err)
		}
		if !strings.Contains(string(out), "Type: regular") {
			return incomplete("its recovery partition has no %s", name)
		}
	}
	return nil
}
