package ami

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/opencontainers/go-digest"
)

const mib = 1 << 20

func TestCreateMakesAnImageOfTheDisk(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 3*mib+512)
	r := w.create(d)

	images := w.images()
	if len(images) != 1 || aws.ToString(images[0].ImageId) != r.ImageID {
		t.Fatalf("images are %v, want %s", images, r.ImageID)
	}
	i := images[0]
	if i.Architecture != "x86_64" || i.BootMode != "uefi" || i.VirtualizationType != "hvm" || !aws.ToBool(i.EnaSupport) || aws.ToString(i.RootDeviceName) != "/dev/xvda" {
		t.Errorf("image is %+v", i)
	}
	if tags := fromTags(i.Tags); tags[TagDisk] != d.Digest.String() || tags[TagImage] != r.ImageDigest.String() || tags[TagVersion] != "v0-test" {
		t.Errorf("image's tags are %v", tags)
	}
	snapshots, made := w.snapshots(d)
	if len(snapshots) != 1 || made != 1 || aws.ToString(snapshots[0].SnapshotId) != r.SnapshotID {
		t.Errorf("%d snapshots of %d are tagged", len(snapshots), made)
	}
	if keys, uploads := w.keys(); !slices.Equal(keys, []string{"images/disk.raw"}) || uploads != 0 {
		t.Errorf("bucket holds %v and %d open uploads", keys, uploads)
	}
	if r.Sent != 3*mib+512 || r.Digest != d.Digest || r.S3URI != "s3://"+w.bucket+"/images/disk.raw" || len(r.Reused) != 0 || r.Account == "" {
		t.Errorf("result is %+v", r)
	}
}

func TestARerunFindsTheImage(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	first := w.create(d)
	calls := w.counting()
	second := w.create(d)
	if second.ImageID != first.ImageID || !slices.Equal(second.Reused, []string{"image"}) || second.Sent != 0 {
		t.Fatalf("second result is %+v", second)
	}
	for _, unwanted := range []string{"EC2.ImportSnapshot", "EC2.RegisterImage", "S3.CreateMultipartUpload", "S3.PutObject"} {
		if calls.calls[unwanted] != 0 {
			t.Errorf("%s was called", unwanted)
		}
	}
}

func TestTheLookForADeletedSnapshotIsTold(t *testing.T) {
	w, e := newWorld(t), &events{}
	d := w.disk(1, mib)
	made := w.create(d)
	w.deregister(made)
	w.deleteSnapshot(made)
	w.create(d, func(o *Options) { o.Reporter = e })
	if want := "made " + made.SnapshotID + ", which AWS does not show"; !e.says(Info, want) {
		t.Fatalf("%q is not among %v", want, e.list)
	}
}

func TestARerunGoesOnBehindWhatIsLeft(t *testing.T) {
	for name, c := range map[string]struct {
		remove func(*world, *Result)
		reused []string
	}{
		"without the image, its snapshot is registered": {(*world).deregister, []string{"snapshot"}},
		"without the snapshot, the object is imported": {
			func(w *world, r *Result) { w.deregister(r); w.deleteSnapshot(r) }, []string{"object"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			d := w.disk(1, mib)
			c.remove(w, w.create(d))
			r := w.create(d)
			if !slices.Equal(r.Reused, c.reused) || r.Sent != 0 {
				t.Fatalf("reused %v, sent %d", r.Reused, r.Sent)
			}
			if len(w.images()) != 1 {
				t.Fatalf("images are %v", w.images())
			}
		})
	}
}

func TestASecondNameSharesTheSnapshot(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	first := w.create(d)
	second := w.create(d, func(o *Options) { o.Name += " again" })
	if second.ImageID == first.ImageID || second.SnapshotID != first.SnapshotID {
		t.Fatalf("images %s, %s of snapshots %s, %s", first.ImageID, second.ImageID, first.SnapshotID, second.SnapshotID)
	}
}

func TestReplacePutsTheNewDiskUnderTheOldNames(t *testing.T) {
	w := newWorld(t)
	first := w.create(w.disk(1, mib))
	second := w.create(w.disk(2, mib), func(o *Options) { o.OnConflict = Replace })
	images := w.images()
	if len(images) != 1 || aws.ToString(images[0].ImageId) != second.ImageID || second.ImageID == first.ImageID {
		t.Fatalf("images are %v", images)
	}
	if second.SnapshotID == first.SnapshotID {
		t.Fatal("the new image has the old snapshot")
	}
}

// siblings are two disks that one build gave from the same inputs.
func siblings(w *world) (Disk, Disk) {
	first, second := w.disk(1, mib), w.disk(2, 2*mib)
	first.Inputs, second.Inputs = digest.FromString(w.bucket), digest.FromString(w.bucket)
	return first, second
}

func TestTheSameInputsUnderTheSameNamesAreReused(t *testing.T) {
	w := newWorld(t)
	first, second := siblings(w)
	made := w.create(first)
	told := &events{}
	r := w.create(second, func(o *Options) { o.Reporter = told })
	if r.ImageID != made.ImageID || !slices.Equal(r.Reused, []string{"inputs"}) || r.Digest != first.Digest || r.Size != mib {
		t.Fatalf("result is %+v", r)
	}
	if !told.says(Info, "same inputs") {
		t.Fatalf("nobody was told: %v", told.list)
	}
}

func TestTheObjectOfTheSameInputsIsReused(t *testing.T) {
	w := newWorld(t)
	first, second := siblings(w)
	made := w.create(first)
	w.deregister(made)
	w.deleteSnapshot(made)
	r := w.create(second)
	if r.Sent != 0 || r.Digest != first.Digest || !slices.Contains(r.Reused, "inputs") {
		t.Fatalf("result is %+v", r)
	}
}

func TestAnObjectThatNeverAppearsEndsTheRun(t *testing.T) {
	w := newWorld(t)
	_, err := Create(t.Context(), w.disk(1, mib), w.options(func(o *Options) {
		o.OnConflict = Replace
		o.Services.S3 = blindS3{o.Services.S3}
	}))
	if err == nil || !contains(err, "S3 does not show it") {
		t.Fatalf("error is %v", err)
	}
}
