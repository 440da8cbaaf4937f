package frontend

import (
	"context"
	"testing"

	"github.com/moby/buildkit/client/llb"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// instead is a step that makes one file and asks for nothing before it.
func instead(name string) Wrap {
	return func(Step) Step {
		return func(context.Context, *Request, ocispecs.Platform) (llb.State, error) {
			return llb.Scratch().File(llb.Mkfile("/file", 0o644, nil), llb.WithCustomName(name)), nil
		}
	}
}

// behind is a step with a file added to what it makes.
func behind(name string) Wrap {
	return func(next Step) Step {
		return func(ctx context.Context, r *Request, p ocispecs.Platform) (llb.State, error) {
			state, err := next(ctx, r, p)
			return state.File(llb.Mkfile("/file", 0o644, nil), llb.WithCustomName(name)), err
		}
	}
}

func TestAStepIsReplacedInEveryTargetAboveIt(t *testing.T) {
	for name, c := range map[string]struct {
		target string
		option Option
		want   string // the vertex that is solved last
	}{
		"the root filesystem alone": {TargetRootfs, WithRootfs(instead("own root")), "own root"},
		"the root filesystem":       {TargetDisk, WithRootfs(instead("own root")), "[cloud-image] builtin: raw EFI disk"},
		"the disk":                  {TargetDisk, WithDisk(instead("own disk")), "own disk"},
		"something behind the disk": {TargetDisk, WithDisk(behind("more")), "more"},
		"the publication":           {TargetAMI, WithAMI(instead("register the disk elsewhere")), "register the disk elsewhere"},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGateway(map[string]string{
				keyTarget: c.target, "build-arg:ISO_IMAGE": "example.com/os", "build-arg:DISK_BUILDER": "builtin",
				"build-arg:REGION": "us-east-1", "build-arg:S3_BUCKET": "disks",
			}).withUserData("#cloud-config\n")
			if _, err := g.build(t, c.option); err != nil {
				t.Fatal(err)
			}
			if got := g.solved[len(g.solved)-1]; got != c.want {
				t.Errorf("it solved %q", g.solved)
			}
		})
	}
}

func TestTheLastWrapIsTheOuterOne(t *testing.T) {
	r := newGateway(map[string]string{"build-arg:ISO_IMAGE": "example.com/os"}).request(t, WithRootfs(behind("inner")), WithRootfs(behind("outer")))
	state, err := r.Rootfs(t.Context(), r.Platforms[0])
	if err != nil {
		t.Fatal(err)
	}
	def, err := state.Marshal(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := headName(def.ToPB()); got != "outer" {
		t.Errorf("the last vertex is %q", got)
	}
}
