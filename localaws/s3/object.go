package s3

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/backend/posix"
)

// Reasons why an object cannot be read.
var (
	ErrNoSuchBucket = errors.New("the bucket does not exist")
	ErrNoSuchKey    = errors.New("the object does not exist")
	ErrOtherRegion  = errors.New("the bucket is in another region")
)

// Info describes a stored object.
type Info struct {
	// Size is in bytes.
	Size int64
	// Owner is the account number of the bucket's owner.
	Owner string
	// Region is the bucket's.
	Region string
}

// Object opens a stored object for the import of a snapshot, which reads only
// buckets of its own region. The file keeps its content when the object is
// replaced or deleted meanwhile, and has holes where no data was stored.
func (s *Service) Object(region, bucket, key string) (*os.File, Info, error) {
	home := s.store.region(bucket)
	switch {
	case home == "":
		return nil, Info{}, fmt.Errorf("s3://%s: %w", bucket, ErrNoSuchBucket)
	case home != region:
		return nil, Info{Region: home}, fmt.Errorf("s3://%s is in %s: %w", bucket, home, ErrOtherRegion)
	}
	f, size, err := s.store.open(bucket, key)
	if err != nil {
		return nil, Info{}, fmt.Errorf("s3://%s/%s: %w", bucket, key, err)
	}
	return f, Info{Size: size, Owner: s.store.owner(bucket), Region: home}, nil
}

// open finds only regular files inside the bucket's directory.
func (st *store) open(bucket, key string) (*os.File, int64, error) {
	if !filepath.IsLocal(key) || strings.HasPrefix(key, posix.MetaTmpDir) {
		return nil, 0, ErrNoSuchKey
	}
	name := filepath.Join(st.objects, bucket, key)
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, 0, ErrNoSuchKey
	}
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrNoSuchKey
	}
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// owner is the account number of a bucket's owner.
func (st *store) owner(bucket string) string {
	data, err := st.meta.RetrieveAttribute(nil, bucket, "", "acl")
	if err != nil {
		return ""
	}
	acl, err := auth.ParseACL(data)
	if err != nil {
		return ""
	}
	return acl.Owner
}
