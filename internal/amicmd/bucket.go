package amicmd

import (
	"regexp"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/option"
)

// s3Options are the settings that change every call to S3.
func s3Options(values option.Values) []func(*s3.Options) {
	var tune []func(*s3.Options)
	if owner := values.Get(option.BucketOwner); owner != "" {
		tune = append(tune, ami.ExpectOwner(owner))
	}
	if values.Bool(option.S3Accelerate) {
		tune = append(tune, ami.Accelerate)
	}
	return tune
}

var accountPattern = regexp.MustCompile(`^[0-9]{12}$`)

// checkOwner refuses what is no account: S3 would refuse each call for it.
func checkOwner(values option.Values) error {
	owner := values.Get(option.BucketOwner)
	if owner == "" || accountPattern.MatchString(owner) {
		return nil
	}
	return &ami.InvalidError{Setting: option.BucketOwner, Value: owner, Reason: "is no account: it must be twelve digits"}
}
