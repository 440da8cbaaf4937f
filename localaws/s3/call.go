package s3

import (
	"cmp"
	"net/http"
	"strings"
)

// defaultRegion is the region of buckets without LocationConstraint.
const defaultRegion = "us-east-1"

// Call is one request, before anything is done about it.
type Call struct {
	// Operation is AWS's name of it, such as UploadPart.
	Operation string
	// Region is the one that the request is signed for, or without a signature
	// the bucket's.
	Region string
	// AccessKey is who signed it, unverified.
	AccessKey string
	// Bucket and Key are empty where the operation has none.
	Bucket, Key string
}

// Describe names what a request asks for.
func (s *Service) Describe(r *http.Request) Call {
	bucket, key := address(r)
	accessKey, region := credential(r)
	if accessKey == "" {
		region = cmp.Or(s.store.region(bucket), defaultRegion)
	}
	return Call{
		Operation: Operation(r),
		Region:    region,
		AccessKey: accessKey,
		Bucket:    bucket,
		Key:       key,
	}
}

// address reads bucket and key, which stand in the path.
func address(r *http.Request) (bucket, key string) {
	bucket, key, _ = strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	return bucket, key
}

// credential reads the access key and the region of a signature, which stands
// in the Authorization header or in the query.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
func credential(r *http.Request) (accessKey, region string) {
	scope := r.URL.Query().Get("X-Amz-Credential")
	if _, found, ok := strings.Cut(r.Header.Get("Authorization"), "Credential="); ok {
		scope, _, _ = strings.Cut(found, ",")
	}
	parts := strings.Split(scope, "/")
	if len(parts) < 5 {
		return "", ""
	}
	// The access key itself may hold slashes.
	n := len(parts)
	return strings.Join(parts[:n-4], "/"), parts[n-3]
}
