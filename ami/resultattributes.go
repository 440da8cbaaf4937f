package ami

import (
	"context"
	"strings"
)

// Attributes are settings of an image as AWS has them.
type Attributes struct {
	ENA    bool `json:"ena"`
	IMDSv2 bool `json:"imdsv2"`
	TPM    bool `json:"tpm"`
	SRIOV  bool `json:"sriov"`
	// Description is empty where the image has none.
	Description string `json:"description"`
	// Volumes are the root volume and then the others.
	Volumes []ResultVolume `json:"volumes"`
	// Tags are all tags of the image.
	Tags map[string]string `json:"tags"`
}

// ResultVolume is a volume that the image's instances start with.
type ResultVolume struct {
	Device     string `json:"device"`
	SnapshotID string `json:"snapshotID,omitempty"`
	Type       string `json:"type"`
	// SizeGiB is in GiB, IOPS and Throughput (MiB/s) are what is provisioned.
	SizeGiB             int64 `json:"sizeGiB"`
	IOPS                int64 `json:"iops,omitempty"`
	Throughput          int64 `json:"throughput,omitempty"`
	DeleteOnTermination bool  `json:"deleteOnTermination"`
	Encrypted           bool  `json:"encrypted"`
}

func (i *image) describe() Attributes {
	a := Attributes{ENA: i.ena, IMDSv2: i.imdsv2, TPM: i.tpm, SRIOV: i.sriov, Description: i.description, Tags: i.tags, Volumes: []ResultVolume{}}
	for _, v := range append([]Volume{i.root}, i.volumes...) {
		a.Volumes = append(a.Volumes, ResultVolume{
			Device: v.Device, SnapshotID: v.SnapshotID, Type: v.Type, SizeGiB: v.Size, IOPS: v.IOPS, Throughput: v.Throughput,
			DeleteOnTermination: !v.Keep, Encrypted: v.Encrypted,
		})
	}
	return a
}

// check compares the finished image with what was asked for. One that this run
// registered must agree, and with Verify every one; else the differences of one that
// was there are told.
func (r *run) check(ctx context.Context, i *image) error {
	differences, err := r.uefiDifferences(ctx, i)
	if err != nil {
		return err
	}
	if r.matches(i) {
		differences = append(r.differences(i.attributes), differences...)
	} else {
		differences = append(r.allDifferences(i), differences...)
	}
	r.outcome.differences = differences
	switch {
	case len(differences) == 0:
		return nil
	case r.outcome.didRegister || r.Verify:
		r.done(i.id) // no later run goes on with it
		return &MismatchError{ID: i.id, Settings: differences}
	}
	r.warn("image", "%s is used as it is, though it differs: %s", i.id, strings.Join(differences, ", "))
	return nil
}
