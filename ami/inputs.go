package ami

import (
	"strconv"

	"github.com/opencontainers/go-digest"
)

// Metadata of the object: labels for people, and hints that its checksum must bear out.
const (
	metaDisk   = "amikit-disk"
	metaInputs = "amikit-inputs"
	metaSize   = "amikit-size"
	metaCRC    = "amikit-crc64nvme"
	metaFormat = "amikit-format" // absent on a raw disk
)

// metadata describes the disk on its object.
func (t target) metadata() map[string]string {
	m := map[string]string{
		metaDisk: t.disk.Digest.String(),
		metaSize: formatSize(t.disk.Source.Size()),
		metaCRC:  t.disk.CRC64NVME.String(),
	}
	if t.format != Raw {
		m[metaFormat] = string(t.format)
	}
	if t.disk.Inputs != "" {
		m[metaInputs] = t.disk.Inputs.String()
	}
	return m
}

// sameInputs reports whether the object is another disk that was built from the
// same inputs, and can be proven to be: a builder may give other bytes each time.
func (t target) sameInputs(o *object) bool {
	_, _, ok := o.claims()
	return !o.wrong && (ok || o.manifest != nil) && t.claimsInputs(o)
}

func (t target) claimsInputs(o *object) bool {
	return t.disk.Inputs != "" && o.metadata[metaInputs] == t.disk.Inputs.String()
}

// adopt returns the disk that the object is. Its content is in S3 and is not
// needed here any more; only its size is.
func (t target) adopt(o *object) Disk {
	if o.manifest != nil {
		return t.unpacked(o)
	}
	crc, claimed, _ := o.claims()
	d := t.disk
	d.Source = sized{Source: d.Source, size: o.size}
	d.CRC64NVME, d.Digest = crc, claimed
	return d
}

// fromSameInputs reports whether the image is what the same inputs gave with the
// same settings.
func (t target) fromSameInputs(i *image) bool {
	if t.disk.Inputs == "" || i.tags[TagInputs] != t.disk.Inputs.String() {
		return false
	}
	size, err := strconv.ParseInt(i.tags[TagSize], 10, 64)
	if err != nil {
		return false
	}
	d := t.disk
	d.Digest, d.Source = digest.Digest(i.tags[TagDisk]), sized{Source: d.Source, size: size}
	return i.tags[TagImage] == t.identify(d).image.String()
}

// sized is a source of which only the size counts any more.
type sized struct {
	Source
	size int64
}

func (s sized) Size() int64 { return s.size }

func formatSize(size int64) string { return strconv.FormatInt(size, 10) }
