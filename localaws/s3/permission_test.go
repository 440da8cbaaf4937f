package s3

import (
	"slices"
	"testing"
)

func TestRequestsNeedThePermissionsOfIAM(t *testing.T) {
	source := Permission{"s3:GetObject", "arn:aws:s3:::b/source"}
	for request, want := range map[string][]Permission{
		"GET /":               {{"s3:ListAllMyBuckets", "*"}},
		"HEAD /b":             {{"s3:ListBucket", "arn:aws:s3:::b"}},
		"GET /b?list-type=2":  {{"s3:ListBucket", "arn:aws:s3:::b"}},
		"GET /b?location":     {{"s3:GetBucketLocation", "arn:aws:s3:::b"}},
		"GET /b?uploads":      {{"s3:ListBucketMultipartUploads", "arn:aws:s3:::b"}},
		"POST /b?delete":      {{"s3:DeleteObject", "arn:aws:s3:::b/*"}},
		"HEAD /b/k":           {{"s3:GetObject", "arn:aws:s3:::b/k"}},
		"PUT /b/k":            {{"s3:PutObject", "arn:aws:s3:::b/k"}},
		"POST /b/k?uploads":   {{"s3:PutObject", "arn:aws:s3:::b/k"}},
		"PUT /b/k?uploadId=u": {{"s3:PutObject", "arn:aws:s3:::b/k"}},
		"GET /b/k?uploadId=u": {{"s3:ListMultipartUploadParts", "arn:aws:s3:::b/k"}},

		"DELETE /b/k?uploadId=u": {{"s3:AbortMultipartUpload", "arn:aws:s3:::b/k"}},
		"COPY /b/k?uploadId=u":   {{"s3:PutObject", "arn:aws:s3:::b/k"}, source},
	} {
		t.Run(request, func(t *testing.T) {
			if got := Permissions(parse(request)); !slices.Equal(got, want) {
				t.Errorf("needs %v, want %v", got, want)
			}
		})
	}
}
