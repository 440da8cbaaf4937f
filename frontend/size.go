package frontend

import (
	"fmt"

	"github.com/amikit/amikit/internal/disk/size"
	"github.com/amikit/amikit/internal/option"
)

// unitOfSizes marks the settings that are sizes.
const unitOfSizes = "MiB"

// checkSizes refuses a size that the disk programs would refuse, or silently
// ignore, at the end of the long work.
func checkSizes(settings map[string]string) error {
	for _, o := range option.Of(option.StepDisk) {
		value := settings[o.Name]
		if o.Unit != unitOfSizes || value == "" {
			continue
		}
		if _, err := size.Parse(value); err != nil {
			return fmt.Errorf("%s: %w", o.Name, err)
		}
	}
	return checkRecoveryFits(settings)
}

// checkRecoveryFits holds a disk's size against that of its recovery.img: the
// partition of it is twice as large and 150 MiB, and 130 MiB lie around.
func checkRecoveryFits(settings map[string]string) error {
	disk, _ := size.Parse(settings[option.DiskSize]) // both are checked
	recovery, _ := size.Parse(settings[option.RecoverySize])
	if least := 2*recovery + 150 + 130; recovery > 0 && disk > 0 && disk < least {
		return fmt.Errorf("%s=%s does not hold a recovery.img of %s=%s; give at least %dM", option.DiskSize, settings[option.DiskSize],
			option.RecoverySize, settings[option.RecoverySize], least)
	}
	return nil
}
