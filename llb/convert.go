package llb

import (
	"github.com/moby/buildkit/client/llb"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// ConvertOptions are how a raw disk is given to the client.
type ConvertOptions struct {
	// Format is a name of package disk/convert, other than "raw".
	Format string
	// Target is the platform that the disk is for, put into the step's name; nil
	// in a build for one platform.
	Target *ocispecs.Platform
	// Private keeps the result out of exported caches, as a disk with user-data.
	Private bool
	// IgnoreCache converts the disk again, as it was made again.
	IgnoreCache bool
}

// Convert writes the raw disk of [AuroraBoot] or [Builtin] in another format,
// with no privilege and no network. The result holds one file in that format and
// disk.json. The disk is read where it lies and not hashed.
func Convert(t Tool, disk llb.State, o ConvertOptions) llb.State {
	opts := append(common(),
		llb.Args([]string{step.Binary, "disk", "output"}),
		llb.Network(llb.NetModeNone),
		llb.AddMount(step.Binary, t.Image, llb.SourcePath(t.Path), llb.Readonly),
		llb.AddMount(step.Disk, disk, llb.Readonly, llb.ContentCache(llb.MountContentCacheOff)),
		llb.AddEnv(option.OutputFormat, o.Format),
		llb.Platform(t.Platform),
		llb.WithCustomName(stepName("cloud-image", o.Target, "convert the disk to "+o.Format)),
	)
	opts = append(opts, cacheOptions(o.Private, o.IgnoreCache)...)
	return emptyRoot(t).Run(opts...).AddMount(step.Out, llb.Scratch())
}
