package frontend

import (
	"context"
	"fmt"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/amikit/amikit/disk/convert"
	"github.com/amikit/amikit/internal/option"
	amillb "github.com/amikit/amikit/llb"
)

// solveDisk builds target cloud-image.
func solveDisk(ctx context.Context, r *Request) (*client.Result, error) {
	if _, err := convert.Parse(r.setting(option.OutputFormat)); err != nil {
		return nil, fmt.Errorf("%s: %w", option.OutputFormat, err)
	}
	if err := r.prepareDisk(ctx); err != nil {
		return nil, err
	}
	return r.SolveEach(ctx, r.Output)
}

// Output returns the disk for one platform in the format that the client asks
// for. What stands on the disk takes [Request.Disk], which is always raw: so the
// format is no part of it.
func (r *Request) Output(ctx context.Context, p ocispecs.Platform) (llb.State, error) {
	disk, err := r.Disk(ctx, p)
	format := r.setting(option.OutputFormat)
	if err != nil || format == string(convert.Raw) {
		return disk, err
	}
	u, err := r.loadUserData(ctx)
	if err != nil {
		return llb.State{}, err
	}
	brought, err := r.loadContent(ctx)
	if err != nil {
		return llb.State{}, err
	}
	return amillb.Convert(r.Tool, disk, amillb.ConvertOptions{
		Format:      format,
		Target:      r.target(p),
		Private:     u.given() || brought.state != nil,
		IgnoreCache: r.UI.IsNoCache(TargetDisk),
	}), nil
}

// prepareDisk finds what is wrong before the long work.
func (r *Request) prepareDisk(ctx context.Context) error {
	if err := r.requireTool(); err != nil {
		return err
	}
	if err := r.checkCapabilities(diskCapabilities()); err != nil {
		return err
	}
	if err := checkSizes(r.Settings); err != nil {
		return err
	}
	if err := checkCloud(r.Settings); err != nil {
		return err
	}
	if err := r.checkUnexported(ctx); err != nil {
		return err
	}
	if !r.hasRootfsContext() {
		r.warnShadowed(ctx)
		r.warnCopied(ctx)
	}
	r.warnTypos(ctx)
	return nil
}

// makeDisk makes the disk by the builder that the settings and the root
// filesystem ask for.
func makeDisk(ctx context.Context, r *Request, p ocispecs.Platform) (llb.State, error) {
	root, err := r.Rootfs(ctx, p)
	if err != nil {
		return llb.State{}, err
	}
	chosen, err := r.builder(ctx, root)
	if err != nil {
		return llb.State{}, err
	}
	if r.isCloudImage(true) {
		if root, err = r.cloudRoot(ctx, root, p); err != nil {
			return llb.State{}, err
		}
	}
	o, err := r.diskOptions(ctx, root, p)
	if err != nil {
		return llb.State{}, err
	}
	o.Reason = chosen.reason
	if chosen.builder == option.BuilderAuroraBoot {
		image, err := r.diskTools(ctx, option.AuroraBootImage, root)
		if err != nil {
			return llb.State{}, err
		}
		return amillb.AuroraBoot(*image, r.Tool, o), nil
	}
	tools, err := r.diskTools(ctx, option.DiskToolsImage, root)
	return amillb.Builtin(tools, r.Tool, o), err
}

// diskTools returns the image that a setting names, beside the root filesystem;
// nil where the setting is empty.
func (r *Request) diskTools(ctx context.Context, setting string, root llb.State) (*llb.State, error) {
	image, err := r.toolImage(ctx, setting)
	if err != nil || image == nil {
		return nil, err
	}
	tools, err := r.apart(ctx, *image, root)
	return &tools, err
}

func (r *Request) diskOptions(ctx context.Context, root llb.State, p ocispecs.Platform) (amillb.DiskOptions, error) {
	u, err := r.loadUserData(ctx)
	if err != nil {
		return amillb.DiskOptions{}, err
	}
	brought, err := r.loadContent(ctx)
	if err != nil {
		return amillb.DiskOptions{}, err
	}
	unexported, err := r.unexported(ctx, u, brought)
	if err != nil {
		return amillb.DiskOptions{}, err
	}
	epoch, err := r.epoch(ctx)
	return amillb.DiskOptions{
		Root:           root,
		UserData:       u.state,
		UserDataPath:   u.path,
		UserDataSecret: u.secret,
		Content:        brought.state,
		Unexported:     unexported,
		Settings:       r.Settings,
		Target:         r.target(p),
		Epoch:          epoch,
		IgnoreCache:    r.UI.IsNoCache(TargetDisk),
	}, err
}
