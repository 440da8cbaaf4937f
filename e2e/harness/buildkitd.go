package harness

import (
	"os/exec"
	"path/filepath"
)

// Buildkitd is a BuildKit daemon of its own root.
type Buildkitd struct {
	*Process
	// Root is where it keeps everything.
	Root string
	// Address is its socket, as BUILDKIT_HOST takes it.
	Address string
}

// StartBuildkitd starts a daemon with its state in dir, whose path must be
// short, as a socket's is. Entitlements are what it lets clients ask for, such
// as security.insecure.
func StartBuildkitd(dir string, entitlements ...string) (*Buildkitd, error) {
	b := &Buildkitd{Root: filepath.Join(dir, "buildkit"), Address: "unix://" + filepath.Join(dir, "b.sock")}
	args := []string{
		"--root", b.Root, "--addr", b.Address, "--otel-socket-path", filepath.Join(dir, "o.sock"),
		"--containerd-worker=false", "--oci-worker-net=host", "--oci-worker-gc=false",
	}
	for _, e := range entitlements {
		args = append(args, "--allow-insecure-entitlement", e)
	}
	// A daemon that is killed leaves its mount points behind: they go with dir.
	p, err := start(dir, "buildkitd", []string{"TMPDIR=" + dir}, args...)
	if err != nil {
		return nil, err
	}
	b.Process = p
	if err := p.await(func() bool {
		return exec.Command("buildctl", "--addr", b.Address, "debug", "workers").Run() == nil
	}); err != nil {
		p.Stop()
		return nil, err
	}
	return b, nil
}
