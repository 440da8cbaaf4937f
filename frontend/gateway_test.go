package frontend

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/gateway/client"
	gwpb "github.com/moby/buildkit/frontend/gateway/pb"
	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/buildkit/util/apicaps"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// gateway is a daemon that builds nothing: a solved vertex has the files that the
// test gives to its name.
type gateway struct {
	client.Client // what a test does not expect to be called

	opts    map[string]string
	files   map[string]map[string]string // by a part of the vertex's name
	fail    map[string]error             // by a part of the vertex's name
	insure  error                        // what a privileged process meets
	mounted map[string]string            // files of a failed exec's mounts, by result ID
	caps    []string                     // capabilities that it lacks
	inputs  map[string]llb.State
	image   *llb.State // of the frontend
	product string     // of the client
	answer  string     // about the secret user-data; empty means that there is none
	slips   string     // about secrets of other IDs; empty means that there are none
	asked   []string   // IDs of secrets that containers had mounted

	mu       sync.Mutex
	solved   []string // names of the vertices that were asked for
	warnings []string
	lines    []int32 // of the Dockerfile, that the warnings are about
}

func newGateway(opts map[string]string) *gateway {
	image := llb.Image("example.com/amikit@sha256:" + strings.Repeat("a", 64))
	return &gateway{opts: opts, image: &image, files: map[string]map[string]string{
		"register the disk": {"ami.json": `{"imageID":"ami-1"}`},
	}}
}

func (g *gateway) CurrentFrontend() (*llb.State, error) { return g.image, nil }

func (g *gateway) BuildOpts() client.BuildOpts {
	llbCaps, caps := pb.Caps.All(), gwpb.Caps.All()
	for _, all := range [][]*apicaps.PBCap{llbCaps, caps} {
		for i := range all {
			all[i].Enabled = all[i].Enabled && !slices.Contains(g.caps, all[i].ID)
		}
	}
	return client.BuildOpts{
		Opts:    g.opts,
		Product: g.product, SessionID: "session",
		Workers: []client.WorkerInfo{{Platforms: []ocispecs.Platform{{OS: "linux", Architecture: "amd64"}}}},
		LLBCaps: pb.Caps.CapSet(llbCaps),
		Caps:    gwpb.Caps.CapSet(caps),
	}
}

func (g *gateway) Inputs(context.Context) (map[string]llb.State, error) { return g.inputs, nil }

func (g *gateway) Warn(_ context.Context, vertex digest.Digest, message string, opts client.WarnOpts) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if vertex == "" {
		return errors.New("a warning without a vertex is never shown")
	}
	g.warnings = append(g.warnings, message)
	for _, r := range opts.Range {
		g.lines = append(g.lines, r.Start.Line)
	}
	return nil
}

func (g *gateway) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	return ref, digest.FromString(ref), []byte(`{"os":"linux","architecture":"amd64"}`), nil
}

func (g *gateway) Solve(_ context.Context, req client.SolveRequest) (*client.Result, error) {
	if req.Definition == nil { // forwarded to another frontend
		return client.NewResult(), nil
	}
	name := headName(req.Definition)
	g.mu.Lock()
	g.solved = append(g.solved, name)
	g.mu.Unlock()
	for part, err := range g.fail {
		if strings.Contains(name, part) {
			return nil, err
		}
	}
	files := map[string]string{}
	for part, found := range g.files {
		if strings.Contains(name, part) {
			maps.Copy(files, found)
		}
	}
	res := client.NewResult()
	if len(req.Definition.Def) == 0 { // an empty filesystem is no reference
		return res, nil
	}
	res.SetRef(&solvedRef{def: req.Definition, files: files})
	return res, nil
}

func (g *gateway) NewContainer(_ context.Context, req client.NewContainerRequest) (client.Container, error) {
	for _, m := range req.Mounts {
		if m.SecretOpt != nil {
			g.asked = append(g.asked, m.SecretOpt.ID)
		}
	}
	return &container{g: g, id: req.Mounts[0].ResultID}, nil
}

// withDockerfile gives the build context a Dockerfile.
func (g *gateway) withDockerfile(text string) *gateway {
	g.files["load build definition"] = map[string]string{"Dockerfile": text}
	return g
}

// withUserData gives the build context a cloud-config.
func (g *gateway) withUserData(text string) *gateway {
	g.files["load "+UserDataPath] = map[string]string{UserDataPath: text}
	return g
}

func (g *gateway) build(t *testing.T, opts ...Option) (*client.Result, error) {
	t.Helper()
	return New(opts...)(t.Context(), g)
}

func (g *gateway) request(t *testing.T, opts ...Option) *Request {
	t.Helper()
	r, err := newConfig(opts).request(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
