package ami

import (
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/awserr"
)

func (r *run) importInput(o *object, attempt int) *ec2.ImportSnapshotInput {
	tags := r.contentTags()
	tags[TagObject] = o.state()
	return &ec2.ImportSnapshotInput{
		ClientToken: aws.String(clientToken(tags, attempt, "import", r.region, r.bucket, r.key, r.RoleName)),
		Description: aws.String("amikit " + r.id.disk.String()),
		DiskContainer: &types.SnapshotDiskContainer{
			Description: aws.String(r.key),
			Format:      aws.String(o.importFormat()),
			UserBucket:  &types.UserBucket{S3Bucket: aws.String(r.bucket), S3Key: aws.String(r.key)},
		},
		Encrypted:         r.storage.flag(),
		KmsKeyId:          r.storage.keyID(),
		RoleName:          r.role(),
		TagSpecifications: []types.TagSpecification{{ResourceType: types.ResourceTypeImportSnapshotTask, Tags: toTags(tags)}},
	}
}

// role is nil for the default: to name a role takes the right to pass it.
func (r *run) role() *string {
	if r.RoleName == defaultRole {
		return nil
	}
	return aws.String(r.RoleName)
}

// explainImport says what to do about the causes that AWS calls by one code.
func explainImport(err error, role string) error {
	explained := awserr.Explain(err)
	var call *CallError
	if !errors.As(explained, &call) || call.Hint != "" {
		return explained
	}
	switch {
	case strings.Contains(call.Message, role):
		call.Hint = "create the role " + role + ", which vmie.amazonaws.com may assume and which may read the bucket (`amikit ami policy` prints both policies)"
	case strings.Contains(call.Message, "not local to the region"):
		call.Hint = "use a bucket in the region of the image"
	}
	return call
}
