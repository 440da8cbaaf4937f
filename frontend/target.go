package frontend

import (
	"context"

	"github.com/moby/buildkit/frontend/gateway/client"
)

// Names of the targets.
const (
	// TargetRootfs is the root filesystem.
	TargetRootfs = "iso-image"
	// TargetDisk is the raw disk.
	TargetDisk = "cloud-image"
	// TargetAMI is the AMI.
	TargetAMI = "aws-cloud-image"
)

// Target is one thing that can be built.
type Target struct {
	// Name is what the client asks for.
	Name string
	// Description is one line for people.
	Description string
	// Solve builds it.
	Solve func(ctx context.Context, r *Request) (*client.Result, error)
	// On is the target of amikit whose step it stands on, and whose settings and
	// secrets it therefore takes; empty for one that stands on none.
	On string
}

// Targets returns amikit's own targets, each standing on the one before it.
func Targets() []Target {
	return []Target{
		{TargetRootfs, "root filesystem of the operating system, as an image", solveRootfs, ""},
		{TargetDisk, "one raw EFI disk and its description, disk.json", solveDisk, TargetRootfs},
		{TargetAMI, "Amazon Machine Image; the result is ami.json and ami-id", solveAMI, TargetDisk},
	}
}

func (cfg *config) target(name string) (Target, bool) {
	for _, t := range cfg.targets {
		if t.Name == name {
			return t, true
		}
	}
	return Target{}, false
}

func (cfg *config) targetNames() []string {
	names := make([]string, 0, len(cfg.targets))
	for _, t := range cfg.targets {
		names = append(names, t.Name)
	}
	return names
}
