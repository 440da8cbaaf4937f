package ami

import (
	"errors"
	"slices"
	"testing"
	"time"
)

// leftovers are those of the world's bucket and of the disks.
func (w *world) leftovers(age time.Duration, disks ...Disk) []Leftover {
	w.t.Helper()
	all, err := Leftovers(w.t.Context(), w.options(func(o *Options) { o.Key = "" }), age)
	if err != nil {
		w.t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(l Leftover) bool {
		return !slices.ContainsFunc(disks, func(d Disk) bool { return d.Digest.String() == l.Disk })
	})
}

func (w *world) removeAll(list []Leftover) {
	w.t.Helper()
	for _, l := range list {
		if err := l.Remove(w.t.Context()); err != nil {
			w.t.Error(err)
		}
	}
}

func TestWhatAKilledUploadLeftIsFoundAndRemoved(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 3*mib)
	plain := w.cfg
	w.stopAt("S3.UploadPart")
	if _, err := Create(t.Context(), d, w.options()); !errors.Is(err, errKilled) {
		t.Fatalf("error is %v", err)
	}
	w.cfg = plain
	if young := w.leftovers(time.Hour, d); len(young) != 0 {
		t.Fatalf("an upload that may be under way is listed: %v", young)
	}
	left := w.leftovers(0, d)
	if len(left) != 1 || left[0].Kind != "upload" || left[0].ID != "s3://"+w.bucket+"/images/disk.raw" {
		t.Fatalf("leftovers are %v", left)
	}
	w.removeAll(left)
	if keys, uploads := w.keys(); len(keys) != 0 || uploads != 0 {
		t.Fatalf("bucket holds %v and %d uploads", keys, uploads)
	}
}

func TestSnapshotsWithoutAnImageAreFoundAndRemoved(t *testing.T) {
	w := newWorld(t)
	kept, dropped, pending := w.disk(1, mib), w.disk(2, mib), w.disk(3, mib)
	startOnly(t, w, pending)
	first := w.create(kept)
	w.deregister(w.create(dropped, func(o *Options) { o.Name, o.Key = o.Name+" 2", "second.raw" }))
	left := w.leftovers(0, kept, dropped, pending)
	if len(left) != 2 {
		t.Fatalf("leftovers are %v", left)
	}
	w.removeAll(left)
	w.removeAll(left) // what is gone is no error
	if again := w.leftovers(0, kept, dropped, pending); len(again) != 0 {
		t.Fatalf("leftovers are %v", again)
	}
	w.checkSnapshotIs(first.SnapshotID, kept)
}

func TestASnapshotThatCameIntoUseIsNotRemoved(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	w.deregister(w.create(d))
	left := w.leftovers(0, d)
	w.create(d)
	if len(left) != 1 || left[0].Remove(t.Context()) == nil {
		t.Fatalf("leftovers were %v", left)
	}
}

func TestObjectsThatOnlyLookLikeMarkersAreLeftAlone(t *testing.T) {
	w := newWorld(t)
	w.put("images/disk.raw.amikit-upload-0123456789abcdef", `{"content":"sha256:other"}`)
	w.put("images/notes.amikit-upload-of-mine", "my notes")
	all, err := Leftovers(t.Context(), w.options(func(o *Options) { o.Key = "" }), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		if l.Kind == "upload" {
			t.Errorf("%v is listed", l)
		}
	}
}

func TestObjectsOfZeroesAreLeftovers(t *testing.T) {
	w := newWorld(t)
	w.create(w.sparseDisk(6*mib, 80*mib))
	w.put("images/amikit-zeroes-5MiB", "no zeroes, and not of that size")
	left, err := Leftovers(t.Context(), w.options(func(o *Options) { o.Key = "" }), -time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	var zeroes []Leftover
	for _, l := range left {
		if l.Kind == "zeroes" {
			zeroes = append(zeroes, l)
		}
	}
	if len(zeroes) != 1 || zeroes[0].ID != "s3://"+w.bucket+"/images/amikit-zeroes-10MiB" {
		t.Fatalf("found %+v", zeroes)
	}
	w.removeAll(zeroes)
	if keys, _ := w.keys(); len(keys) != 2 {
		t.Fatalf("the bucket holds %v", keys)
	}
}
