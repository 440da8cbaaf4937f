package ami

import (
	"context"
	"errors"
	"slices"

	"github.com/opencontainers/go-digest"
)

// isPacked reports whether the object says that it is a VMDK of the disk. Its
// checksum cannot be known beforehand, so what is made of it is always verified.
func (o *object) isPacked(d Disk) bool {
	return o.metadata[metaFormat] == string(VMDK) && o.metadata[metaDisk] == d.Digest.String() && o.metadata[metaSize] == formatSize(d.Source.Size())
}

// unpack finds the blocks of a VMDK of the same inputs, by which what AWS makes of
// it can be verified. Where no index of that disk is kept, it stays a stranger.
func (r *run) unpack(ctx context.Context, o *object) {
	if r.format != VMDK || o.metadata[metaFormat] != string(VMDK) || r.holds(o) || !r.claimsInputs(o) {
		return
	}
	m, _, err := r.lookUp(ctx, digest.Digest(o.metadata[metaDisk]))
	if err == nil && o.metadata[metaSize] == formatSize(m.Size) {
		o.manifest = &m
	}
}

// unpacked is the disk that a VMDK of the same inputs holds.
func (t target) unpacked(o *object) Disk {
	d := t.disk
	d.Source = sized{Source: d.Source, size: o.manifest.Size}
	d.Manifest, d.Digest = *o.manifest, o.manifest.Digest()
	return d
}

// resend lets the next look overwrite a VMDK of which AWS made another disk, where
// that was asked for. One that this run sent itself is sent once only.
func (r *run) resend(t *task, err error) error {
	var wrong *MismatchError
	switch {
	case !errors.As(err, &wrong):
		return err
	case r.outcome.didUpload:
		wrong.Advice = "AWS imported the VMDK wrongly, which was uploaded just now; run again with UPLOAD_FORMAT=raw"
		return err
	case r.onConflict != Replace:
		wrong.Advice = r.uri() + " is no good VMDK of it, or AWS imported it wrongly; run again with ON_CONFLICT=replace, which uploads it anew, or with UPLOAD_FORMAT=raw and another S3_KEY"
		return err
	}
	r.warn("upload", "%v; %s is uploaded anew, as ON_CONFLICT=replace says", wrong.problem(), r.uri())
	r.deadTasks[t.id], r.wrongObject = true, true
	r.target = r.withDisk(r.own)
	r.outcome.reused = slices.DeleteFunc(r.outcome.reused, func(what string) bool { return what == reusedInputs })
	return nil
}
