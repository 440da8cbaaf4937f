package ami

import (
	"cmp"
	"runtime"
	"strconv"
	"time"

	"github.com/opencontainers/go-digest"
)

// Result is the image and how it came to be; docs/ami.schema.json describes its JSON.
type Result struct {
	// ImageID, Name and State are the image's.
	ImageID string `json:"imageID"`
	Name    string `json:"name"`
	State   string `json:"state"`
	// SnapshotID is its root volume's snapshot.
	SnapshotID string `json:"snapshotID"`
	// ImportTaskID is the import that made the snapshot; empty where this run needed none.
	ImportTaskID string `json:"importTaskID,omitempty"`
	// Region is the image's region.
	Region string `json:"region"`
	// Account owns it; empty where AWS did not tell.
	Account string `json:"account,omitempty"`
	// S3URI is the place of the object that holds the disk; empty where there is none,
	// as with the method [ByEBS], behind its deletion, or where the snapshot was there
	// already and the key holds nothing of it.
	S3URI string `json:"s3URI,omitempty"`
	// Architecture and BootMode are as AWS writes them.
	Architecture string `json:"architecture"`
	BootMode     string `json:"bootMode"`
	// RootDevice is the name of the root volume.
	RootDevice string `json:"rootDevice"`
	// Digest is the disk's identity, SnapshotDigest and ImageDigest those of what
	// was made of it; an image that was reused as it is may not tell them.
	Digest         digest.Digest `json:"digest,omitempty"`
	SnapshotDigest digest.Digest `json:"snapshotDigest,omitempty"`
	ImageDigest    digest.Digest `json:"imageDigest,omitempty"`
	// Attributes are the image's further settings, as AWS has them.
	Attributes Attributes `json:"attributes"`
	// Differences say in what the image is not as it was asked for.
	Differences []string `json:"differences"`
	// Inputs is the identity of what the disk was built from; it may be empty.
	Inputs digest.Digest `json:"inputs,omitempty"`
	// Parent is the snapshot from which this one was started; empty for none.
	Parent string `json:"parent,omitempty"`
	// Verified is how many blocks of the snapshot were compared with the disk.
	Verified int64 `json:"verified,omitempty"`
	// Size is the disk's size, Allocated what its file takes, Sent what travelled
	// to AWS in this run; all in bytes.
	Size      int64 `json:"size"`
	Allocated int64 `json:"allocated"`
	Sent      int64 `json:"sent"`
	// Reused names what was found and not made: "image", "snapshot", "object",
	// "parts", "blocks" or "inputs".
	Reused []string `json:"reused"`
	// Durations are this run's, in seconds.
	Durations Durations `json:"durations"`
	// Versions are those of the programs.
	Versions Versions `json:"versions"`
	// Provenance names what this run's disk was built from; nil outside a build.
	Provenance *Provenance `json:"provenance,omitempty"`
}

// Durations are the times of a run in seconds; 0 where a stage was not needed.
type Durations struct {
	Upload   float64 `json:"upload"`
	Import   float64 `json:"import"`
	Register float64 `json:"register"`
	Total    float64 `json:"total"`
}

// Versions name the programs that made the image.
type Versions struct {
	// Amikit is amikit's version; empty where it is not known.
	Amikit string `json:"amikit,omitempty"`
	// Frontend is the digest of the frontend's image; empty outside a build.
	Frontend string `json:"frontend,omitempty"`
	// Go is the version of the compiler.
	Go string `json:"go"`
}

func (r *run) result(i *image) *Result {
	o := &r.outcome
	ours := r
	if !r.matches(i) {
		ours = newRun(target{}, Options{}) // nothing is claimed of an image that is not ours
	}
	return &Result{
		ImageID: i.id, Name: r.name, State: i.state, SnapshotID: i.rootSnapshot, ImportTaskID: o.taskID,
		Region: r.region, Account: r.account, S3URI: o.object,
		Architecture: string(i.architecture), BootMode: string(i.bootMode), RootDevice: i.rootDevice,
		Digest:         digest.Digest(cmp.Or(i.tags[TagDisk], ours.id.disk.String())),
		SnapshotDigest: digest.Digest(cmp.Or(i.tags[TagSnapshot], ours.id.snapshot.String())),
		ImageDigest:    digest.Digest(cmp.Or(i.tags[TagImage], ours.id.image.String())),
		Inputs:         digest.Digest(cmp.Or(i.tags[TagInputs], ours.disk.Inputs.String())),
		Size:           r.sizeOf(i), Allocated: r.disk.Allocated, Sent: o.sent, Parent: o.parent, Verified: o.verified,
		Attributes: i.describe(), Differences: append([]string{}, r.outcome.differences...),
		Reused: append([]string{}, o.reused...),
		Durations: Durations{
			Upload: o.uploadTime.Seconds(), Import: o.importTime.Seconds(),
			Register: o.registerTime.Seconds(), Total: time.Since(r.started).Seconds(),
		},
		Versions:   Versions{Amikit: r.version, Frontend: r.Frontend, Go: runtime.Version()},
		Provenance: r.Provenance,
	}
}

// sizeOf is the size of the disk that the image was made of.
func (r *run) sizeOf(i *image) int64 {
	size, err := strconv.ParseInt(i.tags[TagSize], 10, 64)
	if err != nil {
		return r.disk.Source.Size()
	}
	return size
}
