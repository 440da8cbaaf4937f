package ami

import (
	"cmp"
	"path"
	"strings"
)

// OnConflict says what to do when a key or a name is taken by something else. A
// name that another account holds is not taken.
type OnConflict string

// Ways out of a conflict.
const (
	// Fail ends with a [*ConflictError].
	Fail OnConflict = "fail"
	// Reuse takes the account's own image of that name as it is, whatever it
	// differs in, and says what. An object that is another disk is a conflict.
	Reuse OnConflict = "reuse"
	// Replace overwrites the object, and deregisters the image that has the name
	// just before the new one is registered; for a moment there is none.
	Replace OnConflict = "replace"
	// Suffix puts a dash and eight hex digits behind the name, and before the
	// key's extension. They come from the image's content and settings, so that
	// every run of the same finds the same.
	Suffix OnConflict = "suffix"
)

const suffixLength = 8

// suffixOf is from what the disk was built from, where that is known: a builder
// may give other bytes each time.
func (t target) suffixOf() string {
	d := t.disk
	d.Digest = cmp.Or(d.Inputs, d.Digest)
	return t.identify(d).image.Encoded()[:suffixLength]
}

// renamed is the image under its own name; a long name is cut.
func (t target) renamed() target {
	base := t.name[:min(len(t.name), maxName-suffixLength-1)]
	t.name, t.hasSuffix = strings.TrimRight(base, " ")+"-"+t.suffix, true
	return t.withDisk(t.disk)
}

// rekeyed is the same image by way of an object of its own.
func (t target) rekeyed() target {
	t.key, t.keyHasSuffix = suffixKey(t.key, t.suffix), true
	return t
}

// nextOfTaken decides about an image that has the name and is another one.
func (t target) nextOfTaken(i *image) step {
	switch {
	case t.onConflict == Reuse:
		return nextImage(i)
	case t.onConflict == Suffix && !t.hasSuffix:
		return step{action: actRename, image: i}
	}
	return fail(t.imageConflict(i))
}

// nextOfTakenKey decides about an object that is another disk.
func (t target) nextOfTakenKey(o *object) step {
	switch {
	case t.onConflict == Replace:
		return step{action: actUpload}
	case t.onConflict == Suffix && !t.keyHasSuffix:
		return step{action: actRekey, object: o}
	}
	return fail(t.objectConflict(o))
}

// rename goes on under the image's own name.
func (r *run) rename(i *image) error {
	taken := r.name
	r.target, r.imageID = r.renamed(), ""
	r.info("image", "%q is taken by %s; this image is %q", taken, i.id, r.name)
	return nil
}

// rekey goes on with an object of its own.
func (r *run) rekey() error {
	taken := r.uri()
	r.target = r.rekeyed()
	r.info("upload", "%s is taken by another disk; this one is %s", taken, path.Base(r.key))
	return nil
}
