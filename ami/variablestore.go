package ami

import (
	"context"
	"encoding/base64"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/awserr"
)

// uefiDifferences compares the variable store where one was asked for.
func (r *run) uefiDifferences(ctx context.Context, i *image) ([]string, error) {
	if r.uefiData == "" {
		return nil, nil
	}
	return r.storeDifferences(ctx, i)
}

// storeDifferences asks for the variable store, which only its owner may see.
// Without the permission it is not compared, and that is told.
func (r *run) storeDifferences(ctx context.Context, i *image) ([]string, error) {
	out, err := ask(ctx, r, func() (*ec2.DescribeImageAttributeOutput, error) {
		return r.Services.EC2.DescribeImageAttribute(ctx, &ec2.DescribeImageAttributeInput{ImageId: aws.String(i.id), Attribute: types.ImageAttributeNameUefiData})
	})
	if awserr.NotChecked(err) {
		r.warn("image", "the UEFI variable store of %s is not compared: %v", i.id, awserr.Explain(err))
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the UEFI variable store of %s: %w", i.id, err)
	}
	has := ""
	if out.UefiData != nil {
		has = aws.ToString(out.UefiData.Value)
	}
	c := &comparison{}
	c.text("UEFI variable store", storeName(has), storeName(r.uefiData))
	return c.found, nil
}

// storeName tells one store from another by what is encoded; "" is none.
func storeName(text string) string {
	if data, err := base64.StdEncoding.DecodeString(text); err == nil {
		text = string(data)
	}
	if text == "" {
		return ""
	}
	return fmt.Sprintf("one of %d bytes, sha256:%.12s…", len(text), digestOf(text))
}
