package disk

// FirstBoot is what a Kairos system does at its first boot: behind the last
// partition it adds one for its images, and one for its data with the rest.
type FirstBoot struct {
	// RecoveryImage is the size of recovery.img in bytes.
	RecoveryImage int64 `json:"recoveryImage"`
	// StateSize is the size of the partition COS_STATE in bytes.
	StateSize int64 `json:"stateSize"`
	// VolumeSize is the size in bytes of a volume that leaves nothing for the
	// data: an instance's volume must be larger.
	VolumeSize int64 `json:"volumeSize"`
}

// NewFirstBoot computes the size of the volume for a disk whose last partition
// ends at that byte.
func NewFirstBoot(recoveryImage, stateSize, end int64) *FirstBoot {
	const backupTable = 1 << 20 // the backup GPT, and what aligns the end
	return &FirstBoot{RecoveryImage: recoveryImage, StateSize: stateSize, VolumeSize: end + stateSize + backupTable}
}
