package ami

import (
	"errors"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/amikit/amikit/internal/awstest"
)

func packed(o *Options) { o.Format, o.Key = VMDK, "images/disk.vmdk" }

func TestADiskThatTravelsAsAVMDKArrivesWhole(t *testing.T) {
	w := newWorld(t)
	d := w.sparseDisk(3*mib, 40*mib)
	r := w.create(d, packed)
	if _, err := Verify(t.Context(), r.SnapshotID, d, w.options()); err != nil {
		t.Fatal(err)
	}
	if again := w.create(d, packed); again.ImageID != r.ImageID || !slices.Equal(again.Reused, []string{"image"}) {
		t.Fatalf("second result is %+v", again)
	}
	w.checkOneOfEach(d)
}

func TestAVMDKThatIsThereIsImportedAgainWithoutAnUpload(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 2*mib)
	first := w.create(d, packed)
	w.deregister(first)
	w.deleteSnapshot(first)
	if r := w.create(d, packed); r.Sent != 0 || r.ImageID == first.ImageID {
		t.Fatalf("second result is %+v", r)
	}
}

func TestAVMDKIsNotTakenForARawDisk(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 2*mib)
	first := w.create(d, packed)
	w.deregister(first)
	w.deleteSnapshot(first)
	_, err := Create(t.Context(), d, w.options(func(o *Options) { o.Key = "images/disk.vmdk" }))
	var conflict *ConflictError
	if !errors.As(err, &conflict) || conflict.Kind != "object" {
		t.Fatalf("error is %v", err)
	}
}

// wrong is the disk with a manifest that another disk has.
func wrong(d Disk) Disk {
	d.Manifest.Blocks = slices.Clone(d.Manifest.Blocks)
	d.Manifest.Blocks[0].SHA256[0] ^= 1
	return d
}

func TestAVMDKThatIsImportedWronglyIsNoImage(t *testing.T) {
	for name, denied := range map[string]string{"and its snapshot is removed": "", "and its snapshot is marked": "EC2.DeleteSnapshot"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			d := w.disk(1, 2*mib)
			w.denied(func(name string) bool { return name != denied })
			_, err := Create(t.Context(), wrong(d), w.options(packed))
			var mismatch *MismatchError
			if !errors.As(err, &mismatch) || len(mismatch.Blocks) != 1 || len(w.images()) != 0 {
				t.Fatalf("error is %v", err)
			}
			w.cfg = awstest.Config(t)
			r := w.create(d, packed)
			if _, err := Verify(t.Context(), r.SnapshotID, d, w.options()); err != nil {
				t.Fatal(err)
			}
			out, err := w.ec2().DescribeSnapshots(t.Context(), &ec2.DescribeSnapshotsInput{SnapshotIds: []string{mismatch.ID}})
			if kept := err == nil; kept != (denied != "") || kept && fromTags(out.Snapshots[0].Tags)[TagRejected] != "mismatch" {
				t.Fatalf("the wrong snapshot is %+v, %v", out, err)
			}
		})
	}
}

func TestWithoutTheRightToReadBackAVMDKIsNoImage(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 2*mib)
	w.denied(func(name string) bool { return name != "EBS.ListSnapshotBlocks" })
	_, err := Create(t.Context(), d, w.options(packed))
	var denied *DeniedError
	if !errors.As(err, &denied) || denied.Action != "ebs:ListSnapshotBlocks" || !contains(err, "UPLOAD_FORMAT=raw") || len(w.images()) != 0 {
		t.Fatalf("error is %v", err)
	}
	w.cfg = awstest.Config(t)
	w.create(d, packed)
	w.checkOneOfEach(d)
}

func TestAnObjectThatChangesDuringItsImportIsNoImage(t *testing.T) {
	w := newWorld(t)
	d, plain := w.disk(1, 2*mib), w.cfg
	w.cfg = awstest.Intercept(w.cfg, func(string) error { return nil }, func(name string) error {
		if name == "EC2.ImportSnapshot" {
			other := *w
			other.cfg = plain
			other.put("images/disk.raw", "what another program puts here")
		}
		return nil
	})
	_, err := Create(t.Context(), d, w.options())
	var changed *ObjectChangedError
	if !errors.As(err, &changed) || changed.URI != "s3://"+w.bucket+"/images/disk.raw" || len(w.images()) != 0 {
		t.Fatalf("error is %v", err)
	}
	w.cfg = plain
	r := w.create(d, func(o *Options) { o.OnConflict = Replace })
	if _, err := Verify(t.Context(), r.SnapshotID, d, w.options()); err != nil {
		t.Fatal(err)
	}
}

func TestTheFormatNamesTheObject(t *testing.T) {
	o := Options{Format: VMDK}.withDefaults("/disks/k3s-1.30.raw")
	if o.Key != "k3s-1.30.vmdk" {
		t.Fatalf("key is %q", o.Key)
	}
	for _, bad := range []Options{{Format: "vhd", Bucket: "disks"}, {Format: VMDK, Method: ByEBS}} {
		bad.Region = awstest.Region
		var invalid *InvalidError
		if err := bad.Validate(); !errors.As(err, &invalid) || invalid.Setting != "UPLOAD_FORMAT" {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
