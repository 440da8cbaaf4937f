package s3

import "testing"

func TestRequestsHaveTheNamesOfTheServiceModel(t *testing.T) {
	for request, want := range map[string]string{
		"GET /":                              "ListBuckets",
		"PUT /b":                             "CreateBucket",
		"PUT /b/":                            "CreateBucket",
		"HEAD /b":                            "HeadBucket",
		"DELETE /b":                          "DeleteBucket",
		"GET /b":                             "ListObjects",
		"GET /b?list-type=2&prefix=a":        "ListObjectsV2",
		"GET /b?uploads":                     "ListMultipartUploads",
		"GET /b?versions":                    "ListObjectVersions",
		"GET /b?location":                    "GetBucketLocation",
		"GET /b?policy":                      "GetBucketPolicy",
		"PUT /b?policy":                      "PutBucketPolicy",
		"DELETE /b?policy":                   "DeleteBucketPolicy",
		"PUT /b?versioning":                  "PutBucketVersioning",
		"GET /b?acl":                         "GetBucketAcl",
		"POST /b?delete":                     "DeleteObjects",
		"POST /b":                            "PostObject",
		"HEAD /b/k":                          "HeadObject",
		"GET /b/k":                           "GetObject",
		"GET /b/k/with/slashes":              "GetObject",
		"GET /b/k?uploadId=u":                "ListParts",
		"GET /b/k?attributes":                "GetObjectAttributes",
		"GET /b/k?tagging":                   "GetObjectTagging",
		"PUT /b/k":                           "PutObject",
		"PUT /b/k?tagging":                   "PutObjectTagging",
		"PUT /b/k?partNumber=1&uploadId=u":   "UploadPart",
		"COPY /b/k?partNumber=1&uploadId=u":  "UploadPartCopy",
		"COPY /b/k":                          "CopyObject",
		"POST /b/k?uploads":                  "CreateMultipartUpload",
		"POST /b/k?uploadId=u":               "CompleteMultipartUpload",
		"DELETE /b/k?uploadId=u":             "AbortMultipartUpload",
		"DELETE /b/k":                        "DeleteObject",
		"DELETE /b/k?tagging":                "DeleteObjectTagging",
		"GET /b/k?X-Amz-Signature=s&x-id=Ab": "GetObject",
	} {
		t.Run(request, func(t *testing.T) {
			if got := new(Service).Describe(parse(request)).Operation; got != want {
				t.Errorf("is called %s, want %s", got, want)
			}
		})
	}
}
