package ami

import (
	"cmp"
	"path/filepath"
	"time"

	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Options are the settings of [Create]. Zero values are the documented defaults.
type Options struct {
	// Services are the clients; see [Connect].
	Services Services
	// Region is the region of the clients; it is required.
	Region string
	// Method is how the disk becomes a snapshot: [ByAuto] where it is empty.
	Method Method
	// Bucket is the S3 bucket that takes the disk; [ByS3] requires it.
	Bucket string
	// Key is the object's key; the disk's file name where it is empty.
	Key string
	// Format is what the object is: [Raw] where it is empty.
	Format UploadFormat
	// Name is the image's name; made from Key where it is empty.
	Name string
	// Parent is the snapshot from which only differing blocks are sent by [ByEBS]:
	// [ParentAuto] where it is empty, [ParentNone] or a snapshot's ID.
	Parent string
	// Family are the images whose snapshots follow each other; made from Name where
	// it is empty.
	Family string
	// CacheDir is a folder for what later runs need not ask AWS again, which is
	// used only where it proves itself; empty for none.
	CacheDir string
	// Verify compares every block that AWS holds with the disk, and the image with
	// what was asked.
	Verify bool
	// Architecture is "amd64" or "arm64"; the disk's own where it is empty.
	Architecture string
	// Suffix is put before Key's extension and behind Name and Family, with a dash, so that
	// the disks of several platforms do not fight for one name.
	Suffix string
	// Encrypted encrypts the snapshot, by KMSKey or, where that is empty, by the
	// account's default key for EBS. KMSKey alone means Encrypted. It is an ID, an
	// ARN or an alias; [ByEBS] takes an ARN only.
	Encrypted bool
	KMSKey    string
	// RoleName is the role that AWS assumes for an import: vmimport.
	RoleName string
	// SSE is how S3 encrypts what is put into the bucket: "AES256", "aws:kms",
	// "aws:kms:dsse", or the bucket's own way where it is empty. SSEKMSKey is the
	// key for the last two; alone it means "aws:kms".
	SSE, SSEKMSKey string
	// OnConflict is [Fail] where it is empty.
	OnConflict OnConflict
	// Registration are the image's further settings.
	Registration Registration
	// KeepOnFailure leaves a run that fails what no later one can use.
	KeepOnFailure bool
	// DeleteObject removes the disk from the bucket when the image is available.
	DeleteObject bool
	// ImportPoll is the time between two looks at the import: 30 s.
	ImportPoll time.Duration
	// ImagePoll is the time between two looks at the image: 15 s.
	ImagePoll time.Duration
	// RetryDelay is the time before a failed query is asked again: 15 s. It is
	// asked for at most 20 times this long.
	RetryDelay time.Duration
	// Timeout is the longest time of a run: 6 h.
	Timeout time.Duration
	// PartSize is that of an upload's parts in bytes: 16 MiB.
	PartSize int64
	// Concurrency is how many parts are sent at once, and how many copied beside: 8.
	Concurrency int
	// Version of the program, for the result and the tag amikit:version.
	Version string
	// Frontend is the digest of the frontend's image, for the result; empty
	// outside a build.
	Frontend string
	// Provenance names what the disk was built from; nil outside a build.
	Provenance *Provenance
	// Reporter is told what happens; nil for nobody.
	Reporter Reporter
}

// Defaults of [Options].
const (
	defaultImportPoll  = 30 * time.Second
	defaultImagePoll   = 15 * time.Second
	defaultRetryDelay  = 15 * time.Second
	defaultTimeout     = 6 * time.Hour
	defaultPartSize    = 16 << 20
	defaultConcurrency = 8
	defaultRole        = "vmimport"
)

// withDefaults fills in what is not given, with the disk's file name as the last resort.
func (o Options) withDefaults(file string) Options {
	o.Method = o.resolveMethod()
	o.Format = cmp.Or(o.Format, Raw)
	o.OnConflict = cmp.Or(o.OnConflict, Fail)
	o.Parent = cmp.Or(o.Parent, ParentAuto)
	o.ImportPoll = cmp.Or(o.ImportPoll, defaultImportPoll)
	o.ImagePoll = cmp.Or(o.ImagePoll, defaultImagePoll)
	o.RetryDelay = cmp.Or(o.RetryDelay, defaultRetryDelay)
	o.Timeout = cmp.Or(o.Timeout, defaultTimeout)
	o.PartSize = cmp.Or(o.PartSize, defaultPartSize)
	o.Concurrency = cmp.Or(o.Concurrency, defaultConcurrency)
	o.RoleName = cmp.Or(o.RoleName, defaultRole)
	o.Encrypted = o.Encrypted || o.KMSKey != ""
	if o.SSEKMSKey != "" {
		o.SSE = cmp.Or(o.SSE, string(s3types.ServerSideEncryptionAwsKms))
	}
	if o.Reporter == nil {
		o.Reporter = silence{}
	}
	return o.withNames(file)
}

func (o Options) withNames(file string) Options {
	o.Key = cmp.Or(o.Key, o.Format.keyOf(filepath.Base(file)))
	named := o.Name != ""
	if o.Suffix != "" {
		o.Key = suffixKey(o.Key, o.Suffix)
	}
	switch {
	case !named:
		o.Name = nameFromKey(o.Key)
	case o.Suffix != "":
		o.Name += "-" + o.Suffix
	}
	return o.withFamily()
}
