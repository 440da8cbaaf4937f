package ami

import (
	"fmt"
	"strings"

	"github.com/amikit/amikit/disk"
)

// MismatchError is a snapshot that does not hold the disk, or an image that holds
// it or not and has other settings than were asked for.
type MismatchError struct {
	// ID is the image's or the snapshot's ID.
	ID string
	// Blocks are the indexes of the blocks of 512 KiB that differ.
	Blocks []uint32
	// Settings say how the image's settings differ from what was asked for and
	// what the disk makes of the others.
	Settings []string
	// Advice says what to do where that is not what one does usually.
	Advice string
}

// Error says what differs and what to do.
func (e *MismatchError) Error() string {
	advice := "do not launch it; delete it and run again"
	if len(e.Blocks) == 0 {
		advice = "give the settings that it has, or deregister it and run again"
	}
	return e.problem() + "; " + orText(e.Advice, advice)
}

func (e *MismatchError) problem() string {
	settings := strings.Join(e.Settings, ", ")
	if len(e.Blocks) == 0 {
		return fmt.Sprintf("%s has other settings than these: %s", e.ID, settings)
	}
	problem := fmt.Sprintf("%s is not this disk: %d blocks of 512 KiB differ, the first at byte %d", e.ID, len(e.Blocks), int64(e.Blocks[0])*disk.BlockSize)
	if settings != "" {
		problem += "; its settings differ too: " + settings
	}
	return problem
}
