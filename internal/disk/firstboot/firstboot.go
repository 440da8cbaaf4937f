// Package firstboot judges offline, by the files of a root filesystem, whether an
// EC2 instance can start from it. What certainly keeps an instance from starting
// is fatal; what often does, or what its owner should know, is a warning. Where
// the files cannot tell, nothing is said.
package firstboot

import (
	"fmt"
	"strings"

	"github.com/amikit/amikit/internal/disk/rootfs"
)

// System is what a disk is about to be made of.
type System struct {
	// Root is the root filesystem.
	Root *rootfs.Root
	// Boot is what it starts with.
	Boot *rootfs.Boot
	// CommandLine is the kernel's command line; empty where the system makes it
	// itself, as Kairos does.
	CommandLine string
	// Fstab are the lines of the /etc/fstab that the disk will have.
	Fstab []rootfs.Mount
	// Sources are what the disk's filesystems can be mounted by, such as
	// "LABEL=root"; nil where that is not known.
	Sources []string
}

// Finding is one thing that was found, on one line.
type Finding struct {
	// Fatal is true where no instance can start.
	Fatal bool
	// Text says what is wrong and what to do.
	Text string
}

// Check runs every check.
func Check(s System) []Finding {
	var findings []Finding
	for _, check := range []func(System) []Finding{
		checkModules, checkDrivers, checkInitrd, checkRootByType, checkHostOnly, checkConsole,
		checkMounts, checkIdentity, checkLeftovers, checkNetwork, checkDatasource, checkSELinux,
	} {
		findings = append(findings, check(s)...)
	}
	return findings
}

// UnbootableError is a system that no instance can start from.
type UnbootableError struct {
	// Reasons are the fatal findings.
	Reasons []string
}

// Error gives every reason on one line.
func (e *UnbootableError) Error() string {
	return "an EC2 instance could not start from this disk: " + strings.Join(e.Reasons, "; ")
}

// Judge passes each warning to warn and returns the fatal findings as an
// [*UnbootableError].
func Judge(findings []Finding, warn func(string)) error {
	var reasons []string
	for _, f := range findings {
		if f.Fatal {
			reasons = append(reasons, f.Text)
		} else {
			warn(f.Text)
		}
	}
	if len(reasons) == 0 {
		return nil
	}
	return &UnbootableError{Reasons: reasons}
}

func fatal(format string, args ...any) []Finding {
	return []Finding{{Fatal: true, Text: fmt.Sprintf(format, args...)}}
}

func warning(format string, args ...any) []Finding {
	return []Finding{{Text: fmt.Sprintf(format, args...)}}
}
