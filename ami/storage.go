package ami

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// storage is how the snapshot is kept: a part of its identity.
type storage struct {
	encrypted bool
	key       string // empty for the account's default
}

// identity is empty for a plain snapshot, whose digest it leaves as it is.
func (s storage) identity() []string {
	if !s.encrypted {
		return nil
	}
	return []string{"encrypted", "true", "kms-key", s.key}
}

// flag is nil where nothing is asked for: the account may encrypt by default.
func (s storage) flag() *bool {
	if !s.encrypted {
		return nil
	}
	return aws.Bool(true)
}

func (s storage) keyID() *string {
	if s.key == "" {
		return nil
	}
	return aws.String(s.key)
}

// checkKeys refuses keys that AWS would refuse behind the upload.
func (o *Options) checkKeys() error {
	switch {
	case o.KMSKey != "" && o.resolveMethod() == ByEBS && !strings.HasPrefix(o.KMSKey, "arn:"):
		return &InvalidError{Setting: "KMS_KEY", Value: o.KMSKey, Reason: "is no ARN: the method ebs takes the key by its ARN only, such as arn:aws:kms:us-east-1:123456789012:key/…"}
	case !ofRegion(o.KMSKey, o.Region):
		return &InvalidError{Setting: "KMS_KEY", Value: o.KMSKey, Reason: "is a key of another region than " + o.Region + ", where the snapshot is"}
	case !ofRegion(o.SSEKMSKey, o.Region):
		return &InvalidError{Setting: "SSE_KMS_KEY", Value: o.SSEKMSKey, Reason: "is a key of another region than " + o.Region + ", where the bucket is"}
	}
	return nil
}

// ofRegion believes what is no ARN.
func ofRegion(key, region string) bool {
	parts := strings.Split(key, ":")
	return parts[0] != "arn" || region == "" || len(parts) > 3 && parts[2] == "kms" && parts[3] == region
}

func (o *Options) checkSSE() error {
	known := []string{"", string(s3types.ServerSideEncryptionAes256), string(s3types.ServerSideEncryptionAwsKms), string(s3types.ServerSideEncryptionAwsKmsDsse)}
	switch {
	case !slices.Contains(known, o.SSE):
		return &InvalidError{Setting: "SSE", Value: o.SSE, Reason: "is unknown: it must be AES256, aws:kms or aws:kms:dsse"}
	case o.SSEKMSKey != "" && o.SSE == string(s3types.ServerSideEncryptionAes256):
		return &InvalidError{Setting: "SSE_KMS_KEY", Value: o.SSEKMSKey, Reason: "contradicts SSE=AES256, which takes no key"}
	}
	return nil
}
