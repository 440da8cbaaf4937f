package ami

import (
	"regexp"
	"strings"
	"time"
)

// Forms of names. Old buckets have longer names, capitals and underscores (Amazon
// S3 User Guide, "General purpose bucket naming rules").
var (
	regionPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	bucketPattern = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
)

// minBucket and maxBucket are the lengths of a bucket's name. A pattern that counts
// so far takes long to make.
const minBucket, maxBucket = 3, 255

// maxKey is the length of the longest object key in bytes (Amazon S3 User Guide,
// "Naming Amazon S3 objects").
const maxKey = 1024

// Problems are all that is wrong with the settings, as one error on one line.
type Problems []error

// Error joins the problems by semicolons.
func (p Problems) Error() string {
	texts := make([]string, len(p))
	for i, err := range p {
		texts[i] = err.Error()
	}
	return strings.Join(texts, "; ")
}

// Unwrap returns the single problems.
func (p Problems) Unwrap() []error { return p }

// Validate reports every problem that can be seen without disk and AWS: a
// [*MissingError] that names all missing settings, and an [*InvalidError] for
// each value that cannot work. It returns [Problems].
func (o *Options) Validate() error {
	var problems Problems
	add := func(err error) {
		if err != nil {
			problems = append(problems, err)
		}
	}
	add(o.checkMissing())
	add(o.checkRegion())
	add(o.checkBucket())
	add(o.checkKey())
	add(o.checkArchitecture())
	add(o.checkConflict())
	add(o.checkMethod())
	add(o.checkFormat())
	add(o.checkKeys())
	add(o.checkSSE())
	add(o.checkParent())
	add(o.checkFamily())
	add(o.checkTimes())
	problems = append(problems, o.Registration.problems()...)
	if o.Name != "" {
		add(checkName(o.withNames("").Name))
	}
	if len(problems) == 0 {
		return nil
	}
	return problems
}

func (o *Options) checkMissing() error {
	var missing []string
	if o.Region == "" {
		missing = append(missing, "REGION")
	}
	if o.Bucket == "" && o.Method == ByS3 {
		missing = append(missing, "S3_BUCKET")
	}
	if missing == nil {
		return nil
	}
	return &MissingError{Settings: missing}
}

func (o *Options) checkRegion() error {
	if o.Region == "" || regionPattern.MatchString(o.Region) {
		return nil
	}
	return &InvalidError{Setting: "REGION", Value: o.Region, Reason: "is no name of a region: give one such as us-east-1"}
}

func (o *Options) checkBucket() error {
	if o.Bucket == "" || len(o.Bucket) >= minBucket && len(o.Bucket) <= maxBucket && bucketPattern.MatchString(o.Bucket) {
		return nil
	}
	return &InvalidError{Setting: "S3_BUCKET", Value: o.Bucket, Reason: "is no name of a bucket: give it without s3:// and without a key, which is S3_KEY"}
}

func (o *Options) checkKey() error {
	switch {
	case len(o.Key) > maxKey:
		return &InvalidError{Setting: "S3_KEY", Value: o.Key, Reason: "is longer than the 1,024 bytes that S3 takes"}
	case strings.HasSuffix(o.Key, "/"):
		return &InvalidError{Setting: "S3_KEY", Value: o.Key, Reason: "ends in a slash: it must name the object, not a folder"}
	}
	return nil
}

func (o *Options) checkArchitecture() error {
	switch o.Architecture {
	case "", "amd64", "arm64":
		return nil
	}
	return &InvalidError{Setting: "ARCH", Value: o.Architecture, Reason: "is unknown: it must be amd64 or arm64"}
}

func (o *Options) checkConflict() error {
	switch o.OnConflict {
	case "", Fail, Reuse, Replace, Suffix:
		return nil
	}
	return &InvalidError{Setting: "ON_CONFLICT", Value: string(o.OnConflict), Reason: "is unknown: it must be fail, reuse, replace or suffix"}
}

func (o *Options) checkMethod() error {
	switch o.Method {
	case "", ByAuto, ByS3, ByEBS:
		return nil
	}
	return &InvalidError{Setting: "IMPORT_METHOD", Value: string(o.Method), Reason: "is unknown: it must be auto, s3 or ebs"}
}

func (o *Options) checkFormat() error {
	switch {
	case o.Format != "" && o.Format != Raw && o.Format != VMDK:
		return &InvalidError{Setting: "UPLOAD_FORMAT", Value: string(o.Format), Reason: "is unknown: it must be raw or vmdk"}
	case o.Format == VMDK && o.resolveMethod() == ByEBS:
		return &InvalidError{Setting: "UPLOAD_FORMAT", Value: string(o.Format), Reason: "needs a bucket: the method ebs uploads no object"}
	}
	return nil
}

func (o *Options) checkTimes() error {
	for setting, value := range map[string]time.Duration{"IMPORT_POLL": o.ImportPoll, "IMAGE_POLL": o.ImagePoll, "TIMEOUT": o.Timeout} {
		if value < 0 {
			return &InvalidError{Setting: setting, Value: value.String(), Reason: "is negative"}
		}
	}
	return nil
}
