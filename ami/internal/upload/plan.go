package upload

import (
	"context"
	"fmt"
	"strconv"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
)

// Labels name the object's metadata that hold to which lengths its parts were cut,
// on endpoints that know no checksum of a whole object. Nothing is believed of
// them: see [Uploader.Holds].
const (
	PartSizeLabel = "amikit-part-size"
	ZeroSizeLabel = "amikit-zero-size" // absent where zeroes were not copied
)

// layout is how the content is cut.
type layout struct {
	parts []part.Part
	// zeroes is the object that zeroes are copied from, which may have to be made; nil
	// where they are sent.
	zeroes *zeroObject
}

func (l layout) labels(partSize int64) map[string]string {
	labels := map[string]string{PartSizeLabel: strconv.FormatInt(partSize, 10)}
	if l.zeroes != nil {
		labels[ZeroSizeLabel] = strconv.FormatInt(l.zeroes.size, 10)
	}
	return labels
}

// plan cuts the source into parts, and says what zeroes are copied from.
func (u *Uploader) plan(ctx context.Context, src Source) (layout, error) {
	data, err := u.data(ctx, src)
	if err != nil {
		return layout{}, err
	}
	zeroes, err := u.chooseZeroes(ctx, data, src.Size())
	if err != nil {
		return layout{}, err
	}
	return u.cut(data, src.Size(), zeroes)
}

// chooseZeroes says which object holes are copied from, and looks whether it is
// there. It returns nil where copying is not worth it or not allowed.
func (u *Uploader) chooseZeroes(ctx context.Context, data []disk.Extent, size int64) (zeroes *zeroObject, err error) {
	holes := holesOf(data, size)
	if holes < worthwhile {
		return nil, nil
	}
	zeroes = u.zeroObject(zeroSize(holes, size))
	zeroes.there, err = u.foundZeroes(ctx, zeroes)
	if err != nil && refused(err) {
		u.warn("zeroes are sent, because %s was refused: %v", lookingAtZeroes, awserr.Explain(err))
		return nil, nil
	}
	return zeroes, err
}

// data is where the source is cut. Composite checksums depend on it, so that it is
// by the content alone then: another file of the same disk has other extents.
func (u *Uploader) data(ctx context.Context, src Source) ([]disk.Extent, error) {
	if u.Data != nil && u.sums == sha256Sums {
		return u.Data, nil
	}
	extents, err := src.Extents(ctx)
	if err != nil || u.Data == nil {
		return extents, err
	}
	return overlap(extents, u.Data), nil
}

// overlap is what lies in both: data was read to be zero, or lies in no block at all.
func overlap(a, b []disk.Extent) []disk.Extent {
	both := []disk.Extent{}
	for len(a) > 0 && len(b) > 0 {
		start, end := max(a[0].Offset, b[0].Offset), min(a[0].End(), b[0].End())
		if start < end {
			both = append(both, disk.Extent{Offset: start, Length: end - start})
		}
		if a[0].End() < b[0].End() {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return both
}

func (u *Uploader) cut(data []disk.Extent, size int64, zeroes *zeroObject) (layout, error) {
	aim := part.Sizes{Data: u.PartSize}
	if zeroes != nil {
		aim.Zero = zeroes.size
	}
	parts, err := part.Cut(data, size, aim, part.S3())
	if err != nil {
		return layout{}, fmt.Errorf("cut %s into parts: %w", u.uri(), err)
	}
	return layout{parts, zeroes}, nil
}
