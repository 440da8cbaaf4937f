package client

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb"
	gateway "github.com/moby/buildkit/frontend/gateway/client"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
	"github.com/tonistiigi/fsutil"

	"github.com/amikit/amikit/frontend"
	amillb "github.com/amikit/amikit/llb"
)

const (
	// toolMount is the name of the folder that holds the running program. It is
	// the same for every client, so that the daemon's copy is used again.
	toolMount = "amikit-tool"
	// diskProgram is the disk half's name beside the program.
	diskProgram = "amikit-disk"
)

// PlatformError is a daemon on which the running program cannot run.
type PlatformError struct {
	// Worker is the daemon's platform.
	Worker string
}

// Error names both platforms and the flag for an image.
func (e *PlatformError) Error() string {
	return fmt.Sprintf("this program is for %s/%s and the daemon runs %s; give an amikit image for it with --tool-image",
		runtime.GOOS, runtime.GOARCH, e.Worker)
}

// chooseTool returns the programs of the build's steps: an image's, or the
// running program, which is then offered among the mounts.
func chooseTool(image string, mounts map[string]fsutil.FS) (frontend.Option, error) {
	if image != "" {
		return frontend.WithToolImage(image), nil
	}
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find the running program: %w", err)
	}
	return localTool(program, mounts)
}

// onOwnPlatform refuses a daemon on which the running program cannot run. BuildKit's
// client lists the workers for each build; asking a second time takes the daemon
// long, since it tries its emulators.
func onOwnPlatform(build gateway.BuildFunc) gateway.BuildFunc {
	return func(ctx context.Context, c gateway.Client) (*gateway.Result, error) {
		workers := c.BuildOpts().Workers
		if len(workers) == 0 || len(workers[0].Platforms) == 0 {
			return nil, errors.New("the daemon has no worker")
		}
		if worker := workers[0].Platforms[0]; !runsOn(worker) {
			return nil, &PlatformError{Worker: platforms.Format(worker)}
		}
		return build(ctx, c)
	}
}

func runsOn(worker ocispecs.Platform) bool {
	return worker.OS == runtime.GOOS && worker.Architecture == runtime.GOARCH
}

// localTool offers the program, and the disk program where it lies beside it, to
// the daemon.
func localTool(program string, mounts map[string]fsutil.FS) (frontend.Option, error) {
	dir, name := filepath.Split(program)
	disk := diskProgram
	if _, err := os.Stat(filepath.Join(dir, diskProgram)); err != nil {
		disk = name
	}
	folder, err := fsutil.NewFS(dir)
	if err != nil {
		return nil, fmt.Errorf("open the program's folder: %w", err)
	}
	patterns := []string{name, disk}
	if mounts[toolMount], err = fsutil.NewFilterFS(folder, &fsutil.FilterOpt{IncludePatterns: patterns}); err != nil {
		return nil, fmt.Errorf("open the program's folder: %w", err)
	}
	image := llb.Local(toolMount, llb.IncludePatterns(patterns), llb.SharedKeyHint(toolMount),
		llb.WithCustomName("[internal] load amikit"))
	return frontend.WithTool(amillb.Tool{Image: image, Path: "/" + name, DiskPath: "/" + disk}), nil
}
