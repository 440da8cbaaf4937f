package auroraboot

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/amikit/amikit/disk"
)

// checkRecovery finds what GRUB and the first boot need on the recovery
// partition: the menu and the image of the system, whose size it returns.
func (r runner) checkRecovery(ctx context.Context, raw string, p disk.Partition) (image int64, err error) {
	device := fmt.Sprintf("%s?offset=%d", raw, p.Start)
	for _, name := range []string{"/etc/cos/grub.cfg", "/cOS/recovery.img"} {
		out, err := r.output(ctx, "", "debugfs", "-R", "stat "+name, device)
		if err != nil {
			return 0, fmt.Errorf("check the recovery partition: %w", err)
		}
		if !strings.Contains(string(out), "Type: regular") {
			return 0, incomplete("its recovery partition has no %s", name)
		}
		image = sizeIn(string(out))
	}
	return image, nil
}

// sizeIn reads the size in bytes in what debugfs says of a file.
func sizeIn(stat string) int64 {
	_, rest, _ := strings.Cut(stat, " Size: ")
	digits, _, _ := strings.Cut(rest, "\n")
	size, _ := strconv.ParseInt(strings.TrimSpace(digits), 10, 64) // 0 where it says none
	return size
}
