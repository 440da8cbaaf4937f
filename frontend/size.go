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
	return nil
}
