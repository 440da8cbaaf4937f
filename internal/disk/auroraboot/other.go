//go:build !linux

package auroraboot

import "io"

// punchZeroes leaves the disk as it is: only Linux makes disks.
func punchZeroes(string) error { return nil }

// detachLoops has nothing to detach: only Linux has loop devices.
func detachLoops(_, _, _ string, _ io.Writer) {}
