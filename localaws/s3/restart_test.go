package s3

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
)

func TestAnUploadGoesOnAfterARestart(t *testing.T) {
	dir := t.TempDir()
	data := noise(partSize + 10)
	var u *upload
	t.Run("before", func(t *testing.T) {
		server := serve(t, Config{Dir: dir})
		makeBucket(t, server, alice().in("eu-west-1"), "disks")
		u = startUpload(t, client(server, alice().in("eu-west-1")), "disks", "disk.raw")
		u.put(1, data[:partSize])
	})
	t.Run("after", func(t *testing.T) {
		u.t, u.client = t, client(serve(t, Config{Dir: dir}), alice().in("eu-west-1"))
		out, err := u.client.ListParts(t.Context(), &awss3.ListPartsInput{Bucket: &u.bucket, Key: &u.key, UploadId: u.id})
		if err != nil || len(out.Parts) != 1 || *out.Parts[0].ChecksumCRC64NVME != *checksum(data[:partSize]) {
			t.Fatalf("listed %+v, %v; want the one part that was uploaded before", out, err)
		}
		u.put(2, data[partSize:])
		if _, err := u.complete(t.Context(), checksum(data)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(get(t, u.client, "disks", "disk.raw"), data) {
			t.Error("the object differs from what was uploaded")
		}
	})
}

func TestAnUploadThatWasBeingCompletedWhenKilledCanBeCompleted(t *testing.T) {
	dir := t.TempDir()
	var u *upload
	t.Run("before", func(t *testing.T) {
		server := serve(t, Config{Dir: dir})
		makeBucket(t, server, alice(), "disks")
		u = startUpload(t, client(server, alice()), "disks", "disk.raw")
		u.put(1, noise(10))
	})
	claim(t, dir, u)
	t.Run("after", func(t *testing.T) {
		u.t, u.client = t, client(serve(t, Config{Dir: dir}), alice())
		if _, err := u.complete(t.Context(), checksum(noise(10))); err != nil {
			t.Error(err)
		}
	})
}

// claim leaves the upload as the file store has it in the midst of completing.
func claim(t *testing.T, dir string, u *upload) {
	t.Helper()
	for _, root := range []string{"objects", "metadata"} {
		path := filepath.Join(dir, root, u.bucket, uploadPath(u.key, *u.id))
		if err := os.Rename(path, path+".0123-1.inprogress"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCloseGoesBackToTheDirectoryOfBefore(t *testing.T) {
	before, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("serve", func(t *testing.T) { serve(t, Config{}) })
	if after, err := os.Getwd(); err != nil || after != before {
		t.Errorf("the process is in %s, %v; want %s", after, err, before)
	}
}
