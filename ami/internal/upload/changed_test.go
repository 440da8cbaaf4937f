package upload

import (
	"errors"
	"io"
	"sync/atomic"
	"testing"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/awstest"
)

// cut is a disk that loses its end once its checksum was read.
type cut struct {
	sparse
	left *atomic.Int64
}

func (c cut) ReadAt(p []byte, off int64) (int, error) {
	if c.left.Add(-int64(len(p))) < 0 {
		return 0, io.EOF
	}
	return c.sparse.ReadAt(p, off)
}

func TestADiskThatIsCutWhileItIsSentIsNoTroubleOfTheNetwork(t *testing.T) {
	s := oneExtent(1, 6*mib, 6*mib)
	left := &atomic.Int64{}
	left.Store(s.size)
	u := newUploader(t, awstest.Bucket(t), s)
	if _, err := u.Upload(t.Context(), cut{s, left}); !errors.Is(err, disk.ErrChanged) {
		t.Fatalf("error is %v", err)
	}
}
