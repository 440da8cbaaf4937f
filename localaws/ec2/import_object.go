package ec2

import (
	"errors"

	"github.com/amikit/amikit/localaws/imports"
	"github.com/amikit/amikit/localaws/wire"
)

// objectRefusal is what AWS says at once of a disk that it cannot take. An
// object that is not there is noticed only by the task itself.
func objectRefusal(err error, task imports.Task) error {
	switch {
	case errors.Is(err, imports.ErrOtherRegion):
		return wire.Refuse("InvalidParameter",
			"The given S3 object is not local to the region. The object must be located in %s.", task.Region)
	case errors.Is(err, imports.ErrNoBucket):
		return wire.Refuse("InvalidParameter", "The given S3 bucket (%s) does not exist.", task.Bucket)
	case errors.Is(err, imports.ErrNoKey):
		return nil
	}
	return err
}
