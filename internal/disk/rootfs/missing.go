package rootfs

import (
	"fmt"
	"strings"
)

// MissingError is a part that a bootable system has and this one lacks.
type MissingError struct {
	// Part is what is missing, such as "kernel".
	Part string
	// Looked are the places that it was looked for in.
	Looked []string
	// Hint is what to do.
	Hint string
}

// Error names the part, the places and what to do, on one line.
func (e *MissingError) Error() string {
	return fmt.Sprintf("the root filesystem has no %s (looked for %s); %s", e.Part, strings.Join(e.Looked, ", "), e.Hint)
}

// FormatError is a file that is not what its name says.
type FormatError struct {
	// Path is the file's path in the root filesystem.
	Path string
	// Want is what it should be, such as "kernel".
	Want string
}

// Error names the file on one line.
func (e *FormatError) Error() string {
	return fmt.Sprintf("/%s of the root filesystem is no %s: its first bytes are none of one; install it again", e.Path, e.Want)
}
