package upload

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Encryption is how S3 encrypts objects; the zero value leaves it to the bucket
// (Amazon S3 User Guide, "Protecting data with server-side encryption").
type Encryption struct {
	// SSE is "AES256", "aws:kms", "aws:kms:dsse" or empty.
	SSE string
	// Key is the KMS key; empty for the account's default one for S3.
	Key string
}

func (e Encryption) key() *string {
	if e.Key == "" {
		return nil
	}
	return aws.String(e.Key)
}

func (e Encryption) put(in *s3.PutObjectInput) *s3.PutObjectInput {
	in.ServerSideEncryption, in.SSEKMSKeyId = types.ServerSideEncryption(e.SSE), e.key()
	return in
}

func (e Encryption) create(in *s3.CreateMultipartUploadInput) *s3.CreateMultipartUploadInput {
	in.ServerSideEncryption, in.SSEKMSKeyId = types.ServerSideEncryption(e.SSE), e.key()
	return in
}
