// Package client runs a build from a person's machine: what `amikit build` does.
// The BuildFunc is the frontend's own, run here against a daemon, with buildx's
// options.
package client

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/solver/errdefs"

	"github.com/amikit/amikit/frontend"
)

// Options are a build's options under buildx's names.
type Options struct {
	// Context is the build context: a folder, or the address of a git repository
	// or an archive.
	Context string
	// File is the Dockerfile; empty means Dockerfile in Context.
	File string
	// Call asks a question about the build in its place: targets, outline, check
	// or subrequests.describe. Empty or "build" builds.
	Call string
	// Target is what is built; empty means the Dockerfile's last stage.
	Target string
	// Platforms are the platforms that the result is for.
	Platforms []string
	// BuildArgs are NAME=value, or NAME for the variable of that name.
	BuildArgs []string
	// Secrets are id=ID[,src=FILE|,env=NAME].
	Secrets []string
	// SSH are ID[=SOCKET|KEY…]: agents and keys that are forwarded.
	SSH []string
	// Profile is an AWS profile of this machine. The build gets short-lived keys
	// for it, renewed while it runs, and none of its other AWS secrets; empty
	// leaves them to Secrets and .secret.
	Profile string
	// BuildContexts are NAME=value: a folder, docker-image://…, oci-layout://…, or an address.
	BuildContexts []string
	// Outputs are type=TYPE[,key=value…], or a folder.
	Outputs []string
	// CacheFrom and CacheTo are type=TYPE[,key=value…], or an image reference.
	CacheFrom, CacheTo []string
	// Allow are the entitlements that the build gets, such as security.insecure.
	Allow []string
	// Attests are the attestations of the result: type=sbom or type=provenance, and
	// their parameters.
	Attests []string
	// NoCache builds everything again.
	NoCache bool
	// Progress is auto, plain, tty, quiet or rawjson.
	Progress string
	// MetadataFile takes the result's metadata as JSON; empty means nowhere.
	MetadataFile string
	// ToolImage is an image of amikit whose programs run in the build; empty
	// means the running program itself.
	ToolImage string
	// Host is the daemon's address; empty means BuildKit's default.
	Host string
	// TLSDir holds the certificates for a daemon on tcp://; empty means no TLS.
	TLSDir string

	keys *forwarding // of Profile; nil for none
}

// Environment is what a build takes from the process that runs it.
type Environment struct {
	// Getenv and LookupEnv read environment variables.
	Getenv    func(string) string
	LookupEnv func(string) (string, bool)
	// Ask asks a person and returns the answer; nil where there is nobody.
	Ask func(question string) (string, error)
	// Stdout takes the answer to a question.
	Stdout io.Writer
	// Stderr shows the progress and where an error stands.
	Stderr *os.File
}

// Build runs one build and waits for its end. The source lines that an error is
// about are printed to stderr; the error itself is left to the caller.
func Build(ctx context.Context, o Options, env Environment) error {
	keys, err := o.forward(ctx, env)
	if err != nil {
		return err
	}
	o.keys = keys
	err = errors.Join(connectAndRun(ctx, o, env), keys.Close())
	if err != nil && ctx.Err() != nil {
		return &InterruptedError{Err: err}
	}
	return err
}

// forward begins to give the build the keys of its profile.
func (o *Options) forward(ctx context.Context, env Environment) (*forwarding, error) {
	var err error
	if o.Profile == "" {
		if o.Profile, err = secretProfile(*o); err != nil {
			return nil, err
		}
	}
	keys, err := profileKeys(ctx, *o, env)
	if err != nil {
		return nil, err
	}
	return forwardKeys(keys)
}

func connectAndRun(ctx context.Context, o Options, env Environment) error {
	opt, err := solveOpt(o, env)
	if err != nil {
		return err
	}
	c, version, err := connect(ctx, o.Host, o.TLSDir)
	if err != nil {
		return err
	}
	err = run(ctx, c, opt, o, env, frontend.WithDaemonVersion(version))
	printSources(env.Stderr, err)
	return errors.Join(err, c.Close())
}

// run gives the daemon the build and shows its progress.
func run(ctx context.Context, c *client.Client, opt *client.SolveOpt, o Options, env Environment, version frontend.Option) error {
	tool, err := chooseTool(o.ToolImage, opt.LocalMounts)
	if err != nil {
		return err
	}
	show, err := newProgress(o.Progress, env)
	if err != nil {
		return err
	}
	var asked answer
	build := asked.of(withoutInputs(frontend.New(tool, version)))
	if o.ToolImage == "" {
		build = onOwnPlatform(build)
	}
	res, err := c.Build(ctx, *opt, "amikit", build, show.status)
	if err := errors.Join(err, show.wait()); err != nil {
		return err
	}
	if err := writeMetadata(o.MetadataFile, res.ExporterResponse); err != nil {
		return err
	}
	return asked.print(env.Stdout)
}

// printSources shows the lines of the Dockerfile that an error is about.
func printSources(w io.Writer, err error) {
	for _, s := range errdefs.Sources(err) {
		_ = s.Print(w)
	}
}
