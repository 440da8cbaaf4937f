package s3

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
)

func TestPartsAreListedPageByPage(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	u := startUpload(t, c, "disks", "disk.raw")
	for n := range 5 {
		u.put(int32(n+1), noise(n+1))
	}
	var sums []string
	pages := awss3.NewListPartsPaginator(c, &awss3.ListPartsInput{
		Bucket: &u.bucket, Key: &u.key, UploadId: u.id, MaxParts: aws.Int32(2),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Parts {
			sums = append(sums, aws.ToString(p.ChecksumCRC64NVME))
		}
	}
	if len(sums) != 5 || sums[4] != *checksum(noise(5)) {
		t.Errorf("listed parts with checksums %v, want five, the last %s", sums, *checksum(noise(5)))
	}
}

func TestOpenUploadsAreListedPageByPage(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	for _, key := range []string{"b", "a", "a", "c"} {
		startUpload(t, c, "disks", key)
	}
	var keys string
	pages := awss3.NewListMultipartUploadsPaginator(c, &awss3.ListMultipartUploadsInput{
		Bucket: aws.String("disks"), MaxUploads: aws.Int32(1),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range page.Uploads {
			keys += aws.ToString(u.Key)
		}
	}
	if keys != "aabc" {
		t.Errorf("uploads are listed for keys %q, want aabc", keys)
	}
}
