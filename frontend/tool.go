package frontend

import (
	"context"
	"errors"
	"fmt"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"

	"github.com/amikit/amikit/internal/step"
)

// errNoTool is a build in a client that was not told where the programs are.
var errNoTool = errors.New("no image with amikit's programs: this build does not run in a frontend image; give frontend.WithTool")

// currentFrontend is the gateway client of a running frontend image, which knows
// the image that it was started from. A wrapped client hides the method.
type currentFrontend interface {
	CurrentFrontend() (*llb.State, error)
}

// setTool takes the programs from the options, else from the frontend's image.
// Where there are none the build goes on: only the steps that run them need them.
func (r *Request) setTool(ctx context.Context) error {
	if r.cfg.tool != nil {
		r.Tool = *r.cfg.tool
	}
	if r.Tool.Platform.OS == "" {
		r.Tool.Platform = r.UI.BuildPlatforms[0]
	}
	if r.cfg.tool != nil {
		return nil
	}
	image, err := r.findTool(ctx)
	if err != nil || image == nil {
		return err
	}
	r.Tool.Image, r.Tool.Path, r.Tool.DiskPath = *image, step.Binary, step.Tool
	return nil
}

func (r *Request) findTool(ctx context.Context) (*llb.State, error) {
	if r.cfg.image == "" {
		return frontendImage(r.Client)
	}
	image, err := r.namedImage(ctx, r.cfg.image)
	if err != nil {
		return nil, annotate("load the image of amikit's programs, "+r.cfg.image, err)
	}
	return image, nil
}

func (r *Request) requireTool() error {
	if r.Tool.Path == "" {
		return errNoTool
	}
	return nil
}

func frontendImage(c client.Client) (*llb.State, error) {
	current, ok := c.(currentFrontend)
	if !ok {
		return nil, nil
	}
	state, err := current.CurrentFrontend()
	if err != nil {
		return nil, fmt.Errorf("read the frontend's own image: %w", err)
	}
	return state, nil
}
