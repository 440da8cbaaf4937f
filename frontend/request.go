package frontend

import (
	"context"
	"maps"
	"sync"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/identity"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/amikit/amikit/internal/option"
	amillb "github.com/amikit/amikit/llb"
)

// Keys of the client's options that dockerui does not export.
const (
	keyTarget        = "target"
	keyRequestID     = "requestid"
	keySource        = "source"
	keyCmdline       = "cmdline"
	keyContext       = "context"
	keyContextKey    = "contextkey"
	keyDockerfileKey = "dockerfilekey"
	keySyntaxArg     = "build-arg:BUILDKIT_SYNTAX"
	rootfsContext    = "context:" + TargetRootfs
)

// Request is one build: what the client asks for, and what the targets share.
type Request struct {
	// Client is the gateway.
	Client client.Client
	// UI is the client's options, parsed as the Dockerfile frontend parses them.
	UI *dockerui.Client
	// Settings are amikit's settings by name, empty ones left out.
	Settings map[string]string
	// Tool is where the programs of the steps come from.
	Tool amillb.Tool
	// Platforms are those that the result is for; never empty.
	Platforms []ocispecs.Platform
	// Nonce is a random value of this build.
	Nonce string

	cfg        *config
	memory     *memory           // the gateway of what is asked for more than once
	opts       map[string]string // as the client gave them; cloned for each consumer
	dockerfile lazy[*dockerui.Source]
	rootfs     lazy[*client.Result]
	userdata   lazy[*userData]
	content    lazy[*contentFiles]
	cloudfiles lazy[*cloudFiles]
	insecure   lazy[error]
	fellBack   sync.Once
}

func (cfg *config) request(ctx context.Context, c client.Client) (*Request, error) {
	r := &Request{Client: c, memory: &memory{Client: c}, cfg: cfg, opts: maps.Clone(c.BuildOpts().Opts), Nonce: identity.NewID()}
	ui, err := dockerui.NewClient(&withOpts{r.memory, r.ownOpts()})
	if err != nil {
		return nil, err
	}
	r.UI = ui
	r.Settings = settings(ui.BuildArgs)
	r.Platforms = ui.TargetPlatforms
	if len(r.Platforms) == 0 {
		r.Platforms = ui.BuildPlatforms[:1]
	}
	return r, r.setTool(ctx)
}

// ownOpts are the options for our own targets: ISO_IMAGE is the named context of
// the root filesystem where the client gives none.
func (r *Request) ownOpts() map[string]string {
	opts := maps.Clone(r.opts)
	if opts == nil {
		opts = map[string]string{}
	}
	ref := opts["build-arg:"+option.ISOImage]
	if opts[rootfsContext] == "" && ref != "" {
		opts[rootfsContext] = "docker-image://" + ref
	}
	return opts
}

func settings(buildArgs map[string]string) map[string]string {
	return option.Resolve(func(name string) string { return buildArgs[name] })
}

// setting returns a setting's value or its default.
func (r *Request) setting(name string) string { return option.Values(r.Settings).Get(name) }

// target is the platform to name in steps: nil where there is only one.
func (r *Request) target(p ocispecs.Platform) *ocispecs.Platform {
	if len(r.Platforms) < 2 {
		return nil
	}
	return &p
}

func (r *Request) marshalOpts() llb.ConstraintsOpt {
	return llb.WithCaps(r.UI.BuildOpts().LLBCaps)
}
