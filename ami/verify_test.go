package ami

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/amikit/amikit/disk"
)

func TestVerifyReadsEveryBlockOfImageAndSnapshot(t *testing.T) {
	for name, method := range map[string]func(*Options){"s3": func(*Options) {}, "ebs": byEBS} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			d := w.sparseDisk(3*mib+512, 40*mib)
			r := w.create(d, method)
			for _, id := range []string{r.ImageID, r.SnapshotID} {
				v, err := Verify(t.Context(), id, d, w.options(method))
				if err != nil || v.SnapshotID != r.SnapshotID || v.Blocks != 7 {
					t.Errorf("%s: %+v, %v", id, v, err)
				}
			}
		})
	}
}

func TestVerifyNamesTheBlocksThatDiffer(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 3*mib)
	r := w.create(d, byEBS)
	changed := d
	changed.Manifest.Blocks = slices.Clone(d.Manifest.Blocks)
	changed.Manifest.Blocks[2].SHA256[0]++                                                                     // another content
	changed.Manifest.Blocks = slices.Delete(changed.Manifest.Blocks, 4, 5)                                     // zeroes instead of data
	changed.Manifest.Blocks = append(changed.Manifest.Blocks, disk.Block{Index: 9, SHA256: [32]byte{1, 2, 3}}) // data instead of zeroes
	_, err := Verify(t.Context(), r.SnapshotID, changed, w.options(byEBS))
	var mismatch *MismatchError
	if !errors.As(err, &mismatch) || !slices.Equal(mismatch.Blocks, []uint32{2, 4, 9}) || !contains(err, "3 blocks") {
		t.Fatalf("error is %v", err)
	}
}

func TestVerifyNamesEverySettingThatDiffers(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	r := w.create(d)
	d.Architecture = "arm64"
	_, err := Verify(t.Context(), r.ImageID, d, w.options(func(o *Options) {
		o.Registration = Registration{Root: Volume{Type: "gp2"}, Tags: map[string]string{"team": "edge"}, UEFIData: "QUJD"}
	}))
	var mismatch *MismatchError
	if !errors.As(err, &mismatch) || len(mismatch.Blocks) != 0 {
		t.Fatalf("error is %v", err)
	}
	want := []string{
		"architecture is x86_64 instead of arm64", "type of the root volume is gp3 instead of gp2",
		`tag team is not set instead of "edge"`, "UEFI variable store is not set instead of one of 3 bytes, sha256:b5d4045c3f46…",
	}
	if !slices.Equal(mismatch.Settings, want) {
		t.Fatalf("differences are %q", mismatch.Settings)
	}
}

func TestVerifyOfAnImageThatIsNotThere(t *testing.T) {
	w := newWorld(t)
	if _, err := Verify(t.Context(), "ami-0ffffffffffffffff", w.disk(1, mib), w.options()); err == nil || !contains(err, "ami-0ffffffffffffffff") {
		t.Fatalf("error is %v", err)
	}
}

func TestASnapshotThatIsNoDiskYetIsRefusedAtOnce(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 3*mib)
	w.stopped(d, 3, byEBS)
	started, _ := w.snapshots(d)
	for id, want := range map[string]string{"foo": "snapshot foo", "snap-0ffffffffffffffff": "snap-0ffffffffffffffff", aws.ToString(started[0].SnapshotId): "is pending"} {
		calls := w.counting()
		if _, err := Verify(t.Context(), id, d, w.options()); err == nil || !contains(err, want) {
			t.Errorf("verify %s: %v", id, err)
		}
		if _, err := Download(t.Context(), id, filepath.Join(t.TempDir(), "disk"), w.options()); err == nil || !contains(err, want) {
			t.Errorf("download %s: %v", id, err)
		}
		if n := calls.calls["EBS.ListSnapshotBlocks"]; n != 0 {
			t.Errorf("%s: the blocks were asked for %d times", id, n)
		}
	}
}
