package frontend

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/opencontainers/go-digest"
	fstypes "github.com/tonistiigi/fsutil/types"
)

// counted is a gateway that writes down what it is asked.
type counted struct {
	*gateway
	mu    sync.Mutex
	asked []string
}

func (c *counted) note(question string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, question)
}

// questions are in the order of their names: some are asked at the same time.
func (c *counted) questions() []string { return slices.Sorted(slices.Values(c.asked)) }

func (c *counted) Inputs(ctx context.Context) (map[string]llb.State, error) {
	c.note("inputs")
	return c.gateway.Inputs(ctx)
}

func (c *counted) ResolveImageConfig(ctx context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	c.note("image " + ref)
	return c.gateway.ResolveImageConfig(ctx, ref, opt)
}

func (c *counted) Solve(ctx context.Context, req client.SolveRequest) (*client.Result, error) {
	c.note("solve " + headName(req.Definition))
	res, err := c.gateway.Solve(ctx, req)
	if err == nil && res.Ref != nil {
		res.SetRef(&countedRef{res.Ref, c})
	}
	return res, err
}

type countedRef struct {
	client.Reference
	c *counted
}

func (r *countedRef) StatFile(ctx context.Context, req client.StatRequest) (*fstypes.Stat, error) {
	r.c.note("stat " + req.Path)
	return r.Reference.StatFile(ctx, req)
}

func (r *countedRef) ReadFile(ctx context.Context, req client.ReadRequest) ([]byte, error) {
	r.c.note("read " + req.Filename)
	return r.Reference.ReadFile(ctx, req)
}

const imageDockerfile = "FROM example.com/base AS iso-image\nCOPY file /\n"

// plainQuestions are those that the Dockerfile frontend itself has, without the
// second one about an ignore file that is not there.
func plainQuestions() []string {
	return []string{
		"image example.com/base:latest", "inputs",
		"read Dockerfile",
		"solve [1/2] COPY file /", "solve [internal] load .dockerignore", "solve [internal] load build definition from Dockerfile",
		"stat .dockerignore", "stat Dockerfile", "stat Dockerfile.dockerignore",
	}
}

func TestABuildAsksForNothingTwice(t *testing.T) {
	for name, opts := range map[string]map[string]string{
		"in a client":                       {},
		"in an image":                       {keySource: "example.com/amikit"},
		"a stage":                           {keyTarget: "iso-image"},
		"the target of the root filesystem": {keyTarget: TargetRootfs},
	} {
		t.Run(name, func(t *testing.T) {
			c := &counted{gateway: newGateway(opts).withDockerfile(imageDockerfile)}
			if _, err := New()(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if got := c.questions(); !slices.Equal(got, plainQuestions()) {
				t.Fatalf("asked %q\nwant  %q", got, plainQuestions())
			}
		})
	}
}

func TestADockerfilesOwnIgnoreFileIsTheOnlyOne(t *testing.T) {
	c := &counted{gateway: newGateway(nil).withDockerfile(imageDockerfile)}
	c.files["load build definition"]["Dockerfile.dockerignore"] = "other\n"
	if _, err := New()(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if got := c.questions(); slices.Contains(got, "solve [internal] load .dockerignore") || !slices.Contains(got, "read Dockerfile.dockerignore") {
		t.Fatalf("asked %q", got)
	}
}

func TestAReferenceThatIsKnownGoesBackAsTheDaemonsOwn(t *testing.T) {
	mounted := &mounts{gateway: newGateway(map[string]string{keyTarget: "folder"})}
	folder := Target{Name: "folder", Solve: func(ctx context.Context, r *Request) (*client.Result, error) {
		def, err := llb.Local("mine").Marshal(ctx)
		if err != nil {
			return nil, err
		}
		res, err := r.UI.GatewayClient().Solve(ctx, client.SolveRequest{Definition: def.ToPB()})
		if err != nil {
			return nil, err
		}
		if _, known := res.Ref.(*knownFiles); !known {
			t.Errorf("the reference is a %T", res.Ref)
		}
		_, err = r.UI.GatewayClient().NewContainer(ctx, client.NewContainerRequest{Mounts: []client.Mount{{Ref: res.Ref}, {}}})
		return res, err
	}}
	res, err := New(WithTarget(folder))(t.Context(), mounted)
	if err != nil {
		t.Fatal(err)
	}
	for where, ref := range map[string]client.Reference{"the result's": res.Ref, "the mount's": mounted.refs[0]} {
		if _, own := ref.(*solvedRef); !own {
			t.Errorf("%s reference is a %T", where, ref)
		}
	}
	if mounted.refs[1] != nil {
		t.Errorf("a mount without a reference has got a %T", mounted.refs[1])
	}
}

// mounts is a gateway that keeps what is mounted.
type mounts struct {
	*gateway
	refs []client.Reference
}

func (m *mounts) NewContainer(_ context.Context, req client.NewContainerRequest) (client.Container, error) {
	for _, mount := range req.Mounts {
		m.refs = append(m.refs, mount.Ref)
	}
	return &container{g: m.gateway}, nil
}
