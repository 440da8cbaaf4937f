// Package server puts the services of a local AWS behind one handler.
package server

import (
	"github.com/amikit/amikit/localaws/identity"
	"github.com/amikit/amikit/localaws/timing"
)

// Config says what a local AWS knows and where it keeps its data.
type Config struct {
	// Dir is the folder of all data; it is made if absent.
	Dir string
	// Regions are the ones that exist; empty is DefaultRegions.
	Regions []string
	// Credentials are the access keys that exist.
	Credentials []identity.Credential
	// Durations is how long work takes.
	Durations timing.Durations
}

// DefaultRegions are those that exist unless others are asked for.
func DefaultRegions() []string {
	return []string{
		"ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1",
		"eu-west-1", "eu-west-2", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
	}
}
