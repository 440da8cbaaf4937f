//go:build !linux

package auroraboot

import "io"

// punchZeroes leaves the disk as it is: only Linux makes disks.
func punchZeroes(string) error { return nil }

// watchLoops has nothing to watch: only Linux has loop devices.
func watchLoops(string) func(io.Writer) { return func(io.Writer) {} }
