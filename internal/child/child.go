// Package child starts programs that do not outlive this process.
package child

import (
	"context"
	"os/exec"
)

// Command is [exec.CommandContext] of a program that ends with this process too,
// where SIGKILL gives it no time to end its programs itself.
func Command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.SysProcAttr = endWithParent()
	return cmd
}
