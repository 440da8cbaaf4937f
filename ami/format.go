package ami

import (
	"cmp"
	"context"
	"io"
	"path"
	"strings"

	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/ami/internal/upload"
	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/disk/vmdk"
)

// UploadFormat is what the object is.
type UploadFormat string

// Formats of the object.
const (
	// Raw is the disk as it is. Holes are not sent.
	Raw UploadFormat = "raw"
	// VMDK is a stream-optimised VMDK: the disk's data, compressed. It is for slow
	// uplinks; what AWS makes of it is always read back and compared.
	VMDK UploadFormat = "vmdk"
)

// vmdkPart is the size of a VMDK's parts, which are held in memory.
const vmdkPart = 8 << 20

// keyOf names the object as its format does.
func (f UploadFormat) keyOf(file string) string {
	if f != VMDK {
		return file
	}
	return strings.TrimSuffix(file, path.Ext(file)) + ".vmdk"
}

// importFormat is AWS's name of the object's format.
func (o *object) importFormat() string {
	return strings.ToUpper(cmp.Or(o.metadata[metaFormat], string(Raw)))
}

// holds reports whether the object is the wanted disk.
func (t target) holds(o *object) bool {
	return !o.wrong && (o.is(t.disk) || t.format == VMDK && o.isPacked(t.disk))
}

// sendPacked writes the disk as a VMDK straight into the upload.
func (r *run) sendPacked(ctx context.Context) (upload.Stats, error) {
	bound, err := r.bound(ctx)
	if err != nil {
		return upload.Stats{}, err
	}
	if r.disk.Inputs != "" {
		r.keepIndex(ctx, "upload", "a disk of the same inputs cannot take this VMDK")
	}
	u := r.uploader()
	u.PartSize = vmdkPart
	return u.Stream(ctx, bound, func(ctx context.Context, w io.Writer) error {
		crc, err := vmdk.Write(ctx, w, r.disk.Source)
		if err == nil && crc != r.disk.CRC64NVME {
			err = disk.ErrChanged // a complete upload would pass for the disk for ever
		}
		return err
	})
}

// bound is the most bytes that a VMDK of the disk takes.
func (r *run) bound(ctx context.Context) (int64, error) {
	extents, err := r.disk.Source.Extents(ctx)
	return vmdk.Bound(r.disk.Source.Size(), extents), err
}

// forecast says what sending the disk would take.
func (r *run) forecast(ctx context.Context) (upload.Forecast, error) {
	if r.format != VMDK {
		return r.uploader().Forecast(ctx, r.disk.Source)
	}
	bound, err := r.bound(ctx)
	if err != nil {
		return upload.Forecast{}, err
	}
	return r.uploader().ForecastStream(ctx, bound)
}

// content is the identity of what is uploaded.
func (r *run) content() string {
	if r.format == VMDK {
		return digest.FromString("vmdk " + r.id.disk.String()).String()
	}
	return r.id.disk.String()
}
