package s3

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
)

// Permission is what IAM must allow for a request.
type Permission struct {
	// Action is such as s3:PutObject.
	Action string
	// Resource is the ARN of a bucket or an object.
	Resource string
}

// Permissions lists all that a request needs. Several operations share one
// action, and a copy must also read its source.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
func Permissions(r *http.Request) []Permission {
	op := Operation(r)
	bucket, key := address(r)
	needed := []Permission{{
		Action:   "s3:" + cmp.Or(actions()[op], op),
		Resource: resource(op, bucket, key),
	}}
	if source := r.Header.Get("X-Amz-Copy-Source"); source != "" {
		needed = append(needed, Permission{Action: "s3:GetObject", Resource: sourceARN(source)})
	}
	return needed
}

// actions are those that have another name than their operation.
func actions() map[string]string {
	return map[string]string{
		"CompleteMultipartUpload": "PutObject",
		"CopyObject":              "PutObject",
		"CreateMultipartUpload":   "PutObject",
		"DeleteObjects":           "DeleteObject",
		"HeadBucket":              "ListBucket",
		"HeadObject":              "GetObject",
		"ListBuckets":             "ListAllMyBuckets",
		"ListMultipartUploads":    "ListBucketMultipartUploads",
		"ListObjects":             "ListBucket",
		"ListObjectVersions":      "ListBucketVersions",
		"ListObjectsV2":           "ListBucket",
		"ListParts":               "ListMultipartUploadParts",
		"PostObject":              "PutObject",
		"UploadPart":              "PutObject",
		"UploadPartCopy":          "PutObject",
	}
}

func resource(op, bucket, key string) string {
	switch {
	case bucket == "":
		return "*"
	case op == "DeleteObjects", op == "PostObject":
		return bucketARN(bucket) + "/*"
	case key == "":
		return bucketARN(bucket)
	}
	return bucketARN(bucket) + "/" + key
}

func bucketARN(bucket string) string { return "arn:aws:s3:::" + bucket }

// sourceARN reads the header that names the source of a copy.
func sourceARN(source string) string {
	if decoded, err := url.PathUnescape(source); err == nil {
		source = decoded
	}
	source, _, _ = strings.Cut(strings.TrimPrefix(source, "/"), "?")
	return "arn:aws:s3:::" + source
}
