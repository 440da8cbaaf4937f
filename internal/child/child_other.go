//go:build !linux

package child

import "syscall"

// endWithParent asks for nothing: only Linux has a signal for it.
func endWithParent() *syscall.SysProcAttr { return nil }
