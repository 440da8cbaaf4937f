package policy

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The import methods.
const (
	// MethodAuto is [MethodS3] where there is a bucket, else [MethodEBS].
	MethodAuto = "auto"
	// MethodS3 uploads to a bucket and imports from there.
	MethodS3 = "s3"
	// MethodEBS writes the snapshot's blocks by the EBS direct APIs.
	MethodEBS = "ebs"
)

// defaultRole is the one that AWS takes where an import names none.
const defaultRole = "vmimport"

// The partitions of AWS, in which ARNs begin differently.
var partitions = []string{"aws", "aws-cn", "aws-us-gov"}

// Features is what amikit shall be allowed to do.
type Features struct {
	// Method is [MethodAuto] (the default), [MethodS3] or [MethodEBS].
	Method string
	// Bucket is the S3 bucket's name; needed by [MethodS3]. With [MethodEBS] it keeps
	// the indexes of disks, by which later builds send only what differs.
	Bucket string
	// KMSKey is the ARN of the key of encrypted snapshots, SSEKMSKey that of encrypted
	// objects; empty for none.
	KMSKey, SSEKMSKey string
	// Partition is aws (the default), aws-cn or aws-us-gov.
	Partition string
	// Role is the name of the import role; vmimport where it is empty.
	Role string
	// ReadBack allows to read snapshots: to verify, which a VMDK always needs, to
	// download, and to send only
	// what differs from a snapshot whose index is lost.
	ReadBack bool
	// Replace allows to deregister an image and delete its snapshot.
	Replace bool
	// UEFIData allows to read an image's UEFI variable store, to compare it.
	UEFIData bool
	// Diagnose allows what is checked before the work: the import role, so that a
	// faulty one is explained, the region, and encryption by default.
	Diagnose bool
}

// Error is a feature that cannot be granted as it was asked for.
type Error struct {
	// Feature is the flag's name, such as "bucket".
	Feature string
	// Problem is what is wrong with its value and what is wanted.
	Problem string
}

// Error names the feature and the problem.
func (e *Error) Error() string { return fmt.Sprintf("--%s %s", e.Feature, e.Problem) }

func (f Features) complete() (Features, error) {
	f.Method = f.resolveMethod()
	f.Partition = cmp.Or(f.Partition, partitions[0])
	f.Role = cmp.Or(f.Role, defaultRole)
	switch {
	case f.Method != MethodS3 && f.Method != MethodEBS:
		return f, &Error{"import-method", fmt.Sprintf("%q is unknown; give %s, %s or %s", f.Method, MethodAuto, MethodS3, MethodEBS)}
	case f.Method == MethodS3 && f.Bucket == "":
		return f, &Error{"bucket", "is missing; the s3 method needs the bucket's name"}
	case !slices.Contains(partitions, f.Partition):
		return f, &Error{"partition", fmt.Sprintf("%q is unknown; give one of %s", f.Partition, strings.Join(partitions, ", "))}
	}
	return f, errors.Join(f.checkKey("kms-key", f.KMSKey), f.checkKey("sse-kms-key", f.SSEKMSKey))
}

func (f Features) checkKey(flag, key string) error {
	if key == "" || strings.HasPrefix(key, "arn:"+f.Partition+":kms:") {
		return nil
	}
	return &Error{flag, fmt.Sprintf("%q is no key's ARN; it begins with arn:%s:kms:", key, f.Partition)}
}

func (f Features) resolveMethod() string {
	switch {
	case f.Method != "" && f.Method != MethodAuto:
		return f.Method
	case f.Bucket != "":
		return MethodS3
	}
	return MethodEBS
}

func (f Features) bucketARN() string { return "arn:" + f.Partition + ":s3:::" + f.Bucket }

// ec2ARN leaves region and account open: an image's and a snapshot's ARN have an
// empty account, and one policy serves every region.
func (f Features) ec2ARN(kind string) string {
	return "arn:" + f.Partition + ":ec2:*::" + kind + "/*"
}
