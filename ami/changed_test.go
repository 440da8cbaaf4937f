package ami

import (
	"errors"
	"io"
	"syscall"
	"testing"

	"github.com/amikit/amikit/disk"
)

// changing is a disk that somebody writes to: its reads get other bytes at 2 MiB.
type changing struct{ Source }

func (c changing) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.Source.ReadAt(p, off)
	if at := 2*mib - off; at >= 0 && at < int64(n) {
		p[at]++
	}
	return n, err
}

// shrunk is a disk that ends at 2 MiB by now.
type shrunk struct{ Source }

func (s shrunk) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.Source.ReadAt(p[:max(0, min(int64(len(p)), 2*mib-off))], off)
	if err == nil && n < len(p) {
		err = io.EOF
	}
	return n, err
}

func TestADiskThatChangesIsNoImageAndTheNextRunIsNotMisled(t *testing.T) {
	for name, method := range map[string]func(*Options){"raw": func(*Options) {}, "vmdk": packed, "ebs": byEBS} {
		for change, source := range map[string]func(Source) Source{
			"changes": func(s Source) Source { return changing{s} }, "shrinks": func(s Source) Source { return shrunk{s} },
		} {
			t.Run(name+" "+change, func(t *testing.T) {
				w := newWorld(t)
				d := w.disk(1, 3*mib)
				written := d
				written.Source = source(d.Source)
				if _, err := Create(t.Context(), written, w.options(method)); !isChanged(err) {
					t.Fatalf("error is %v", err)
				}
				w.checkOneSnapshot(d, w.create(d, method))
				if _, open := w.keys(); open != 0 {
					t.Errorf("%d uploads are open", open)
				}
			})
		}
	}
}

// isChanged tells an error that names the cause and what to do.
func isChanged(err error) bool {
	return errors.Is(err, disk.ErrChanged) || err != nil && contains(err, "the disk changed since it was described")
}

// broken is a disk of which the storage cannot read what lies at 2 MiB.
type broken struct{ Source }

// errBroken is the storage's own error, which has the methods of a network's.
var errBroken error = syscall.EIO

func (b broken) ReadAt(p []byte, off int64) (int, error) {
	if off <= 2*mib && 2*mib < off+int64(len(p)) {
		return 0, errBroken
	}
	return b.Source.ReadAt(p, off)
}

func TestADiskThatCannotBeReadIsNamedAsTheCause(t *testing.T) {
	for name, method := range map[string]func(*Options){"raw": func(*Options) {}, "vmdk": packed, "ebs": byEBS} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			d := w.disk(1, 3*mib)
			unread := d
			unread.Source = broken{d.Source}
			_, err := Create(t.Context(), unread, w.options(method))
			var silent *UnreachableError
			if !errors.Is(err, errBroken) || errors.As(err, &silent) || !contains(err, "of the disk") {
				t.Fatalf("error is %v", err)
			}
			w.checkOneSnapshot(d, w.create(d, method))
		})
	}
}
