package s3

import (
	"net/http"
	"net/url"
)

// Operation names a request as AWS's service model does. Method, query and
// headers tell the operations apart.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
func Operation(r *http.Request) string {
	q := r.URL.Query()
	bucket, key := address(r)
	switch {
	case bucket == "":
		return "ListBuckets"
	case key == "":
		return named(r.Method, q, bucketOperations(), bucketSubresources())
	case r.Method == http.MethodPut && r.Header.Get("X-Amz-Copy-Source") != "":
		return named("COPY", q, objectOperations(), nil)
	}
	return named(r.Method, q, objectOperations(), objectSubresources())
}

// rule gives requests of one method and one query parameter their name.
type rule struct{ method, query, name string }

// named finds the first rule that fits; a request for a subresource is named
// by its verb and the subresource.
func named(method string, q url.Values, rules []rule, subresources map[string]string) string {
	for parameter, noun := range subresources {
		if q.Has(parameter) {
			return verb(method) + noun
		}
	}
	for _, r := range rules {
		if r.method == method && (r.query == "" || q.Has(r.query)) {
			return r.name
		}
	}
	return method
}

func verb(method string) string {
	switch method {
	case http.MethodPut:
		return "Put"
	case http.MethodDelete:
		return "Delete"
	}
	return "Get"
}

func bucketOperations() []rule {
	return []rule{
		{http.MethodHead, "", "HeadBucket"},
		{http.MethodGet, "uploads", "ListMultipartUploads"},
		{http.MethodGet, "versions", "ListObjectVersions"},
		{http.MethodGet, "list-type", "ListObjectsV2"},
		{http.MethodGet, "", "ListObjects"},
		{http.MethodPut, "", "CreateBucket"},
		{http.MethodPost, "delete", "DeleteObjects"},
		{http.MethodPost, "", "PostObject"},
		{http.MethodDelete, "", "DeleteBucket"},
	}
}

func objectOperations() []rule {
	return []rule{
		{http.MethodHead, "", "HeadObject"},
		{http.MethodGet, "uploadId", "ListParts"},
		{http.MethodGet, "attributes", "GetObjectAttributes"},
		{http.MethodGet, "", "GetObject"},
		{http.MethodPut, "uploadId", "UploadPart"},
		{http.MethodPut, "", "PutObject"},
		{"COPY", "uploadId", "UploadPartCopy"},
		{"COPY", "", "CopyObject"},
		{http.MethodPost, "uploads", "CreateMultipartUpload"},
		{http.MethodPost, "uploadId", "CompleteMultipartUpload"},
		{http.MethodPost, "select", "SelectObjectContent"},
		{http.MethodPost, "restore", "RestoreObject"},
		{http.MethodDelete, "uploadId", "AbortMultipartUpload"},
		{http.MethodDelete, "", "DeleteObject"},
	}
}

func bucketSubresources() map[string]string {
	return map[string]string{
		"acl":               "BucketAcl",
		"cors":              "BucketCors",
		"encryption":        "BucketEncryption",
		"lifecycle":         "BucketLifecycleConfiguration",
		"location":          "BucketLocation",
		"object-lock":       "ObjectLockConfiguration",
		"ownershipControls": "BucketOwnershipControls",
		"policy":            "BucketPolicy",
		"policyStatus":      "BucketPolicyStatus",
		"publicAccessBlock": "PublicAccessBlock",
		"tagging":           "BucketTagging",
		"versioning":        "BucketVersioning",
		"website":           "BucketWebsite",
	}
}

func objectSubresources() map[string]string {
	return map[string]string{
		"acl":        "ObjectAcl",
		"legal-hold": "ObjectLegalHold",
		"retention":  "ObjectRetention",
		"tagging":    "ObjectTagging",
	}
}
