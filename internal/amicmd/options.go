package amicmd

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// optionsFrom parses the settings. Its error holds every one that does not parse.
func optionsFrom(values option.Values, e Environment) (ami.Options, error) {
	var bad []error
	duration := func(name string) time.Duration {
		d, err := time.ParseDuration(values.Get(name))
		if err != nil {
			bad = append(bad, &ami.InvalidError{Setting: name, Value: values.Get(name), Reason: "is no duration such as 30s or 2h"})
		}
		return d
	}
	o := ami.Options{
		Region:        values.Get(option.Region),
		Method:        ami.Method(values.Get(option.ImportMethod)),
		Bucket:        values.Get(option.S3Bucket),
		Key:           values.Get(option.S3Key),
		Name:          values.Get(option.AMIName),
		Parent:        values.Get(option.Parent),
		Family:        values.Get(option.Family),
		CacheDir:      e.CacheDir,
		Verify:        values.Bool(option.Verify),
		Architecture:  values.Get(option.Arch),
		Suffix:        e.Getenv(step.PlatformSuffixEnv),
		Format:        ami.UploadFormat(values.Get(option.UploadFormat)),
		Encrypted:     values.Bool(option.Encrypted),
		KMSKey:        values.Get(option.KMSKey),
		RoleName:      values.Get(option.RoleName),
		SSE:           values.Get(option.SSE),
		SSEKMSKey:     values.Get(option.SSEKMSKey),
		KeepOnFailure: values.Bool(option.KeepOnFailure),
		DeleteObject:  values.Bool(option.DeleteObject),
		OnConflict:    ami.OnConflict(values.Get(option.OnConflict)),
		ImportPoll:    duration(option.ImportPoll),
		ImagePoll:     duration(option.ImagePoll),
		Timeout:       duration(option.Timeout),
		Version:       e.Version,
		Frontend:      e.Getenv(step.FrontendEnv),
	}
	var malformed, unregistrable error
	o.Provenance, malformed = provenanceFrom(e.Getenv(step.ProvenanceEnv))
	o.Registration, unregistrable = registrationFrom(values)
	return o, problems(append(bad, checkOwner(values), malformed, unregistrable)...)
}

// provenanceFrom parses what the frontend tells of a disk; outside a build there
// is nothing to parse.
func provenanceFrom(text string) (*ami.Provenance, error) {
	if text == "" {
		return nil, nil
	}
	p := &ami.Provenance{}
	if err := json.Unmarshal([]byte(text), p); err != nil {
		return nil, fmt.Errorf("parse %s: %w", step.ProvenanceEnv, err)
	}
	return p, nil
}
