package builtin

import "github.com/google/uuid"

// rootNames are the names by which the root is found.
type rootNames struct {
	label     string // of the filesystem
	id        uuid.UUID
	partLabel string
	partUUID  string
}

// rootNames come from the disk's inputs, and from what the system asks for.
func (o Options) rootNames(s *system, id identity) (rootNames, error) {
	names := rootNames{label: s.fstab.rootLabel(), id: id.of("root"), partLabel: "root", partUUID: id.guid("partition root")}
	if s.boot.UKI == nil {
		return names, nil
	}
	err := names.adopt(s.boot.UKI, o.KernelCmdline)
	return names, err
}
