package s3

import (
	"errors"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
)

// overwriting is metadata that an object loses when another one takes its place, as
// on AWS: the file store writes what comes with the new one over the old one's, which
// lies under the object's name and not with its file.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
type overwriting struct {
	meta.MetadataStorer
	mu sync.Mutex
	// written is the file whose metadata a name has, while the file is known: kept
	// here it cannot be taken for a later one.
	written map[string]*os.File
}

func newOverwriting(under meta.MetadataStorer) *overwriting {
	return &overwriting{MetadataStorer: under, written: map[string]*os.File{}}
}

// StoreAttribute is called with the new file while no other one can take its place.
// Calls without a file change an object that stays.
func (o *overwriting) StoreAttribute(f *os.File, bucket, object, attribute string, value []byte) error {
	isObject := f != nil && object != "" && !strings.HasPrefix(object, posix.MetaTmpDir)
	if isObject && o.isNew(f, path.Join(bucket, object)) {
		if err := o.forget(bucket, object); err != nil {
			return err
		}
	}
	return o.MetadataStorer.StoreAttribute(f, bucket, object, attribute, value)
}

func (o *overwriting) isNew(f *os.File, name string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	known := o.written[name] == f
	o.written[name] = f
	return !known
}

// forget removes all but what each object has: who reads the object meanwhile finds
// that of the old one or of the new one.
func (o *overwriting) forget(bucket, object string) error {
	names, err := o.ListAttributes(bucket, object)
	if err != nil {
		return err
	}
	for _, name := range names {
		if slices.Contains([]string{etagKey, checksumsKey}, name) {
			continue
		}
		if err := o.DeleteAttribute(bucket, object, name); err != nil && !errors.Is(err, meta.ErrNoSuchKey) {
			return err
		}
	}
	return nil
}

// DeleteAttributes is what happens to a deleted object.
func (o *overwriting) DeleteAttributes(bucket, object string) error {
	o.mu.Lock()
	delete(o.written, path.Join(bucket, object))
	o.mu.Unlock()
	return o.MetadataStorer.DeleteAttributes(bucket, object)
}
