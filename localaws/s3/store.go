package s3

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
)

// maxCopyPart is the most that one UploadPartCopy may take.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const maxCopyPart = 5 << 30

// store is the file store that all regions share.
type store struct {
	posix   *posix.Posix
	meta    meta.MetadataStorer
	objects string // absolute; one directory a bucket
	cwd     string // where the process was before
	// completing are the uploads that are being made objects.
	completing turns
}

// openStore opens or makes a store. Metadata lies beside the objects and not
// in extended attributes: those of ext4 cannot hold the list of 10,000 parts,
// and not every file system has them.
func openStore(dir string) (*store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	st := &store{objects: filepath.Join(dir, "objects")}
	sidecars := filepath.Join(dir, "metadata")
	if err := makeDirs(st.objects, sidecars); err != nil {
		return nil, err
	}
	if err := recoverUploads(st.objects, sidecars); err != nil {
		return nil, err
	}
	beside, err := meta.NewSideCar(sidecars)
	if err != nil {
		return nil, err
	}
	st.meta = newOverwriting(beside)
	return st, st.enter()
}

// enter starts the file store, which changes the directory of the process.
func (st *store) enter() (err error) {
	if st.cwd, err = os.Getwd(); err != nil {
		return err
	}
	st.posix, err = posix.New(st.objects, st.meta, posix.PosixOpts{
		CopyObjectThreshold: maxCopyPart,
		// One CRC64NVME instead of an MD5 of each byte.
		DataIntegrityEtag: true,
	})
	return err
}

func (st *store) close() error {
	st.posix.Shutdown()
	if err := os.Chdir(st.cwd); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("leave the S3 store: %w", err)
	}
	return nil
}

func makeDirs(dirs ...string) error {
	for _, dir := range dirs {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	return nil
}
