package ebs

import "strconv"

const (
	maxVolumeGiB = 65536
	minTimeout   = 10
	maxTimeout   = 4320
	maxText      = 255
	maxTags      = 50
	maxPending   = 100
)

func (in startInput) check() error {
	switch {
	case in.VolumeSize == nil:
		return constraint("null", "volumeSize", "Member must not be null")
	case *in.VolumeSize < 1:
		return constraint(strconv.Itoa(*in.VolumeSize), "volumeSize", "Member must have value greater than or equal to 1")
	case *in.VolumeSize > maxVolumeGiB:
		return invalid("INVALID_VOLUME_SIZE", "Volume size %d is larger than %d GiB", *in.VolumeSize, maxVolumeGiB)
	case in.Timeout != nil && *in.Timeout < minTimeout:
		return constraint(strconv.Itoa(*in.Timeout), "timeout", "Member must have value greater than or equal to 10")
	case in.Timeout != nil && *in.Timeout > maxTimeout:
		return constraint(strconv.Itoa(*in.Timeout), "timeout", "Member must have value less than or equal to 4320")
	case len(in.Description) > maxText:
		return constraint(in.Description, "description", "Member must have length less than or equal to 255")
	case len(in.ClientToken) > maxText:
		return constraint(in.ClientToken, "clientToken", "Member must have length less than or equal to 255")
	case len(in.Tags) > maxTags:
		return invalid("INVALID_TAG", "More than %d tags", maxTags)
	case in.ParentSnapshotId != "" && in.Encrypted != nil:
		return invalid("INVALID_PARAMETER_VALUE", "Encrypted cannot be specified with ParentSnapshotId")
	case in.KmsKeyArn != "" && (in.Encrypted == nil || !*in.Encrypted):
		return invalid("INVALID_PARAMETER_VALUE", "KmsKeyArn requires Encrypted")
	}
	return nil
}
