//go:build e2e

package e2e

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/e2e/harness"
)

// TestSettingsOfTheImageReachIt gives each kind of setting as a build arg; the
// variable store is a file of the context.
func TestSettingsOfTheImageReachIt(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	b := publish(t, a)
	write(t, b.Context, "keys/store.aws", "QUJD\n")
	b.Args = with(b.Args, map[string]string{
		"TPM": "true", "IMDSV2": "true", "UEFI_DATA": "keys/store.aws", "TAGS": "team=edge", "DESCRIPTION": "from a build",
		"VOLUME_SIZE": "20", "VOLUMES": "device=/dev/sdf,size=3,delete=false",
	})
	build(t, harness.Gateway, b)
	p := image(t, b.Output)
	out, err := a.EC2().DescribeImages(t.Context(), &ec2.DescribeImagesInput{ImageIds: []string{p.ImageID}})
	if err != nil {
		t.Fatal(err)
	}
	i := out.Images[0]
	if i.TpmSupport != types.TpmSupportValuesV20 || i.ImdsSupport != types.ImdsSupportValuesV20 || aws.ToString(i.Description) != "from a build" {
		t.Errorf("the image is %+v", i)
	}
	if d := i.BlockDeviceMappings; len(d) != 2 || aws.ToInt32(d[0].Ebs.VolumeSize) != 20 || aws.ToBool(d[1].Ebs.DeleteOnTermination) {
		t.Errorf("the volumes are %+v", d)
	}
	value, err := a.EC2().DescribeImageAttribute(t.Context(), &ec2.DescribeImageAttributeInput{ImageId: i.ImageId, Attribute: types.ImageAttributeNameUefiData})
	if err != nil || value.UefiData == nil || aws.ToString(value.UefiData.Value) != "QUJD" {
		t.Errorf("the variable store is %+v (%v)", value, err)
	}
}
