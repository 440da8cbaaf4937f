package upload

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/awstest"
)

const gib = 1 << 30

func TestACopyOfZeroesGrowsWithTheDisk(t *testing.T) {
	for size, want := range map[int64][]int64{
		80 * mib:            {10 * mib},
		gib:                 {64 * mib, 10 * mib},
		4 * gib:             {64 * mib, 10 * mib},
		20 * gib:            {256 * mib, 64 * mib, 10 * mib},
		200 * gib:           {2 * gib, 64 * mib, 10 * mib},
		part.S3().MaxObject: {4 * gib, 64 * mib, 10 * mib},
	} {
		u := &Uploader{Key: "images/disk.raw"}
		var sizes []int64
		for z := u.zeroObject(zeroSize(size, size)); z != nil; z = u.before(z) {
			sizes = append(sizes, z.size)
		}
		if !slices.Equal(sizes, want) || sizes[0] > part.S3().MaxPart {
			t.Errorf("a disk of %d MiB has objects of zeroes of %v bytes, want %v", size/mib, sizes, want)
		}
	}
}

func TestADisksSizeHardlyChangesItsParts(t *testing.T) {
	for _, size := range []int64{2 * gib, 20 * gib, 200 * gib, 2000 * gib} {
		parts, err := part.Cut([]disk.Extent{{Length: gib}}, size, part.Sizes{Data: 16 * mib, Zero: zeroSize(size, size)}, part.S3())
		if err != nil || len(parts) < 64 || len(parts) > 64+4*fewCopies {
			t.Errorf("a disk of %d GiB with 1 GiB of data has %d parts, %v", size/gib, len(parts), err)
		}
	}
}

func TestZeroesAreMadeFromWhatIsThere(t *testing.T) {
	bucket := awstest.Bucket(t)
	u := newUploader(t, bucket, oneExtent(1, mib, mib))
	if err := u.makeZeroes(t.Context(), u.zeroObject(80*mib)); err != nil {
		t.Fatal(err)
	}
	if _, err := u.Client.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String(bucket), Key: aws.String(u.zeroObject(sentZeroes).key)}); err != nil {
		t.Fatal(err)
	}
	if err := u.makeZeroes(t.Context(), u.zeroObject(96*mib)); err != nil {
		t.Fatal(err)
	}
	for size, want := range map[int64]bool{10 * mib: false, 64 * mib: true, 80 * mib: true, 96 * mib: true} {
		if there, err := u.hasZeroes(t.Context(), u.zeroObject(size)); err != nil || there != want {
			t.Errorf("an object of %d MiB is there: %t, %v", size/mib, there, err)
		}
	}
}
