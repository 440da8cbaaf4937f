package ami

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/awserr"
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
// registered must agree; of one that was there the differences are told.
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
	case r.outcome.didRegister:
		return &MismatchError{ID: i.id, Settings: differences}
	}
	r.warn("image", "%s is used as it is, though it differs: %s", i.id, strings.Join(differences, ", "))
	return nil
}

// uefiDifferences asks for the variable store, which only its owner may see, where
// one was asked for. Without the permission it is not compared, and that is told.
func (r *run) uefiDifferences(ctx context.Context, i *image) ([]string, error) {
	if r.uefiData == "" {
		return nil, nil
	}
	out, err := ask(ctx, r, func() (*ec2.DescribeImageAttributeOutput, error) {
		return r.Services.EC2.DescribeImageAttribute(ctx, &ec2.DescribeImageAttributeInput{ImageId: aws.String(i.id), Attribute: types.ImageAttributeNameUefiData})
	})
	if awserr.NotChecked(err) || awserr.Is(err, "UnauthorizedOperation") {
		r.warn("image", "the UEFI variable store of %s is not compared: %v", i.id, awserr.Explain(err))
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the UEFI variable store of %s: %w", i.id, err)
	}
	if out.UefiData != nil && sameBase64(aws.ToString(out.UefiData.Value), r.uefiData) {
		return nil, nil
	}
	return []string{"the UEFI variable store is another one"}, nil
}

// sameBase64 compares what is encoded.
func sameBase64(a, b string) bool {
	left, leftErr := base64.StdEncoding.DecodeString(a)
	right, rightErr := base64.StdEncoding.DecodeString(b)
	return leftErr == nil && rightErr == nil && string(left) == string(right)
}
