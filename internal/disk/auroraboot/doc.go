// Package auroraboot makes a Kairos disk with the auroraboot program: it checks
// the root filesystem before, as auroraboot does not, runs the program without
// showing it the user-data, and inspects the disk afterwards, because exit code
// 0 proves nothing.
package auroraboot

import (
	"fmt"

	"github.com/amikit/amikit/internal/step"
)

// stepName is the target that this package's errors belong to.
const stepName = "cloud-image"

// fail returns an error with a hint what to do next.
func fail(hint, format string, args ...any) *step.Error {
	return &step.Error{Step: stepName, Message: fmt.Sprintf(format, args...), Hint: hint}
}
