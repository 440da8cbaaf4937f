package ami

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/blocks"
	"github.com/amikit/amikit/ami/internal/index"
	"github.com/amikit/amikit/disk"
)

// ObjectChangedError is an object that another writer changed while AWS read it:
// nobody knows which disk the snapshot is.
type ObjectChangedError struct {
	// URI is the object, SnapshotID what AWS made of it.
	URI, SnapshotID string
}

// Error names the object and says what to do.
func (e *ObjectChangedError) Error() string {
	return fmt.Sprintf("%s was changed by another writer while AWS imported it, so %s is not used; run again, and give each disk an S3_KEY of its own", e.URI, e.SnapshotID)
}

// accept proves what an imported snapshot is before it says so by its tags, and
// rejects one that is not the disk. A snapshot without a task was not imported.
func (r *run) accept(ctx context.Context, s *snapshot, t *task) error {
	if t == nil {
		return nil
	}
	err := r.checkUnchanged(ctx, s, t)
	if err == nil && t.format == "VMDK" {
		err = r.compareVMDK(ctx, s)
	}
	if wrong := isWrong(err); wrong != "" {
		r.reject(ctx, s, wrong)
	}
	return err
}

// checkUnchanged looks at the object again: its key may have got another content
// between the call that started the import and AWS's reading of it. An object that
// is the disk and was written again meanwhile may have been another one between:
// then, and where it is gone, only the blocks tell.
func (r *run) checkUnchanged(ctx context.Context, s *snapshot, t *task) error {
	o, err := r.findObject(ctx)
	changed := &ObjectChangedError{URI: r.uri(), SnapshotID: s.id}
	switch {
	case err != nil:
		return err
	case o == nil:
		return r.acceptUnseen(ctx, s, changed)
	case !r.holds(o):
		return changed
	case o.isRewritten(t):
		err = r.compareKnown(ctx, s, r.uri()+" was written again during its import")
		if isWrong(err) != "" || awserr.NotChecked(err) || errors.Is(err, index.ErrNone) {
			return changed
		}
		return err
	}
	return nil
}

// acceptUnseen takes the snapshot of an object that is gone, unless its blocks can
// be read and are others.
func (r *run) acceptUnseen(ctx context.Context, s *snapshot, changed error) error {
	err := r.compareKnown(ctx, s, r.uri()+" is gone")
	switch {
	case err == nil || ctx.Err() != nil:
		return err
	case isWrong(err) != "":
		return changed
	}
	r.warn("import", "%s is gone, so it is not looked at again, and %s is not read back: %v", r.uri(), s.id, awserr.Explain(err))
	return nil
}

// compareVMDK reads the snapshot back: AWS was seen to import good VMDKs wrongly.
func (r *run) compareVMDK(ctx context.Context, s *snapshot) error {
	var wrong *MismatchError
	err := r.compare(ctx, s, r.disk.Manifest, "AWS made it of a VMDK")
	if err == nil || errors.As(err, &wrong) {
		return err
	}
	return fmt.Errorf("compare what AWS made of a VMDK with the disk, which is always done (UPLOAD_FORMAT=raw needs it not): %w", err)
}

// compareKnown is compare with the disk that is wanted; [index.ErrNone] where what it
// holds is not known here.
func (r *run) compareKnown(ctx context.Context, s *snapshot, why string) error {
	m, err := r.manifestOf(ctx, r.id.disk)
	if err != nil {
		return err
	}
	return r.compare(ctx, s, m, why)
}

// compare reads the snapshot back, once.
func (r *run) compare(ctx context.Context, s *snapshot, m disk.Manifest, why string) error {
	if r.checked[s.id] {
		return nil
	}
	r.info("verify", "comparing %s with the disk: %s", s.id, why)
	wrong, _, err := blocks.Compare(ctx, r.Services.EBS, s.id, m, r.pace(), r.verified)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return &MismatchError{ID: s.id, Blocks: wrong}
	}
	r.checked[s.id] = true
	return nil
}

// isWrong says in a word why the snapshot can never be used; empty where it may.
func isWrong(err error) string {
	var changed *ObjectChangedError
	var mismatch *MismatchError
	switch {
	case errors.As(err, &changed):
		return "changed"
	case errors.As(err, &mismatch):
		return "mismatch"
	}
	return ""
}

// reject removes the snapshot, or marks it where that is not allowed, so that the
// next run makes another one.
func (r *run) reject(ctx context.Context, s *snapshot, why string) {
	err := r.deleteSnapshot(ctx, s.id)
	if err == nil {
		r.info("cleanup", "removed %s", s.id)
		return
	}
	_, markErr := r.Services.EC2.CreateTags(ctx, &ec2.CreateTagsInput{Resources: []string{s.id}, Tags: toTags(map[string]string{TagRejected: why, TagDisk: r.id.disk.String()})})
	if markErr != nil {
		r.warn("cleanup", "%s stays, delete it: %v", s.id, awserr.Explain(markErr))
		return
	}
	r.warn("cleanup", "%s stays, marked by tag %s: %v", s.id, TagRejected, err)
}
