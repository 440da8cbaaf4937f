package llb

import (
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// PublishOptions are how a disk becomes an AMI.
type PublishOptions struct {
	// Settings are the build's settings by name; only those of the publishing
	// step are used.
	Settings map[string]string
	// Nonce is a random value for each build: with it the step is never taken
	// from cache and never shared with another build, whose secrets it would use.
	Nonce string
	// Suffix is put into names where one build is for several platforms, such as "arm64".
	Suffix string
	// Frontend is the digest of the frontend's image, for the result; it may be empty.
	Frontend string
	// Provenance names what the disk was built from, for the result and the
	// image's tags, as JSON with the members dockerfile, frontend and images; it
	// may be empty.
	Provenance string
	// Target is the platform that the AMI is for, put into the step's name; nil
	// in a build for one platform.
	Target *ocispecs.Platform
	// Network is the network mode that the client asks for.
	Network pb.NetMode
	// Proxy is the client's proxy; nil where it has none. It is not in any cache key.
	Proxy *llb.ProxyEnv
	// ExtraHosts are names that the client adds to the step's hosts file.
	ExtraHosts []llb.HostIP
	// CacheID names the persistent cache mount that holds hints from earlier runs.
	CacheID string
}

// Publish registers the raw disk as an AMI and returns ami.json and ami-id. The
// disk is mounted without a content hash: the step runs in every build, and the
// hash of a large disk takes longer than the rest of its start.
func Publish(t Tool, disk llb.State, o PublishOptions) llb.State {
	return o.exec(t, "register the disk as an AMI",
		llb.Args([]string{t.Path, "ami", "create", step.Disk}),
		llb.AddMount(step.Disk, disk, llb.Readonly, llb.ContentCache(llb.MountContentCacheOff)),
		llb.AddMount(step.Cache, llb.Scratch(), llb.AsPersistentCacheDir(o.CacheID, llb.CacheMountShared)))
}

// Check looks at the settings and the credentials of Publish, in the same
// surroundings, and changes nothing. What is wrong with them is then told before
// the long work. The result is empty.
func Check(t Tool, o PublishOptions) llb.State {
	return o.exec(t, "check the settings and the credentials",
		llb.Args([]string{t.Path, "ami", "check"}))
}

// exec runs our own image with the settings and the secrets of publishing.
func (o PublishOptions) exec(t Tool, name string, opts ...llb.RunOption) llb.State {
	opts = append(opts,
		llb.Network(o.Network),
		llb.AddMount("/tmp", llb.Scratch(), llb.Tmpfs()),
		llb.Platform(t.Platform),
		llb.WithoutExportCache(),
		llb.WithCustomName(stepName("aws-cloud-image", o.Target, name)),
	)
	opts = append(opts, common()...)
	opts = append(opts, environ(o.environ())...)
	opts = append(opts, o.client()...)
	opts = append(opts, secrets()...)
	opts = append(opts, credentials())
	return t.Image.Run(opts...).AddMount(step.Out, llb.Scratch())
}

func (o PublishOptions) environ() []variable {
	var env []variable
	for _, setting := range option.Of(option.StepPublish) {
		if value := o.Settings[setting.Name]; value != "" {
			env = append(env, variable{setting.Name, value})
		}
	}
	env = append(env, variable{step.CacheEnv, step.Cache}, variable{step.TrustEnv, "true"}, variable{step.BuildEnv, o.Nonce}, variable{step.CredentialsEnv, step.CredentialsSocket})
	if o.Suffix != "" {
		env = append(env, variable{step.PlatformSuffixEnv, o.Suffix})
	}
	if o.Frontend != "" {
		env = append(env, variable{step.FrontendEnv, o.Frontend})
	}
	if o.Provenance != "" {
		env = append(env, variable{step.ProvenanceEnv, o.Provenance})
	}
	return env
}

// client is what the client asks for the network of its steps.
func (o PublishOptions) client() []llb.RunOption {
	var opts []llb.RunOption
	if o.Proxy != nil {
		opts = append(opts, llb.WithProxy(*o.Proxy))
	}
	for _, host := range o.ExtraHosts {
		opts = append(opts, llb.AddExtraHost(host.Host, host.IP))
	}
	return opts
}
