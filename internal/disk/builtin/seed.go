package builtin

import "fmt"

// seedLabel is the label of a filesystem that cloud-init's NoCloud data source
// reads (cloud-init documentation, NoCloud).
const seedLabel = "CIDATA"

// seed puts the cloud-config where cloud-init finds it: on the EFI system
// partition, since the root is copied as it is. Without cloud-init in the image
// nothing would read it.
func (o Options) seed(s *system, id identity) ([]espFile, error) {
	if o.UserData == nil {
		return nil, nil
	}
	if _, ok := s.root.First("usr/bin/cloud-init", "bin/cloud-init"); !ok {
		o.warn("the root filesystem has no cloud-init to read the user-data, which is left out; install cloud-init in the image")
		return nil, nil
	}
	return []espFile{
		{path: "user-data", data: o.UserData},
		{path: "meta-data", data: fmt.Appendf(nil, "instance-id: amikit-%s\n", id.of("instance"))},
	}, nil
}
