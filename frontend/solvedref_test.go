package frontend

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/pb"
	fstypes "github.com/tonistiigi/fsutil/types"
)

// headName is the name of the definition's last vertex.
func headName(def *pb.Definition) string {
	if len(def.Def) == 0 {
		return "scratch"
	}
	var head pb.Op
	if err := head.UnmarshalVT(def.Def[len(def.Def)-1]); err != nil || len(head.Inputs) == 0 {
		return ""
	}
	return def.Metadata[head.Inputs[0].Digest].GetDescription()["llb.customname"]
}

// solvedRef is a solved vertex.
type solvedRef struct {
	client.Reference
	def   *pb.Definition
	files map[string]string
}

func (r *solvedRef) ToState() (llb.State, error) {
	op, err := llb.NewDefinitionOp(r.def)
	return llb.NewState(op), err
}

// dangling is the text of a file that is a link to nothing.
const dangling = "->"

// isDir tells whether files lie below a path.
func (r *solvedRef) isDir(name string) bool {
	for file := range r.files {
		if strings.HasPrefix(file, path.Clean(name)+"/") {
			return true
		}
	}
	return false
}

func (r *solvedRef) ReadFile(_ context.Context, req client.ReadRequest) ([]byte, error) {
	if r.isDir(req.Filename) {
		return nil, fmt.Errorf("read %s: is a directory", req.Filename)
	}
	text, ok := r.files[req.Filename]
	if !ok {
		return nil, fmt.Errorf("open %s: no such file or directory", req.Filename)
	}
	return []byte(text), nil
}

func (r *solvedRef) StatFile(_ context.Context, req client.StatRequest) (*fstypes.Stat, error) {
	if r.isDir(req.Path) {
		return &fstypes.Stat{Path: req.Path, Mode: uint32(os.ModeDir)}, nil
	}
	if text, ok := r.files[req.Path]; !ok || text == dangling {
		return nil, fmt.Errorf("lstat %s: no such file or directory", req.Path)
	}
	return &fstypes.Stat{Path: req.Path, Size: int64(len(r.files[req.Path]))}, nil
}

func (r *solvedRef) ReadDir(_ context.Context, req client.ReadDirRequest) ([]*fstypes.Stat, error) {
	names := map[string]bool{}
	for name := range r.files {
		if rest, below := strings.CutPrefix("./"+name, strings.TrimSuffix("./"+path.Clean(req.Path), "/.")+"/"); below {
			first, _, _ := strings.Cut(rest, "/")
			names[first] = true
		}
	}
	var stats []*fstypes.Stat
	for _, name := range slices.Sorted(maps.Keys(names)) {
		stats = append(stats, &fstypes.Stat{Path: name})
	}
	return stats, nil
}

// container is one on the mount of a failed exec, or one for a privileged process.
type container struct {
	client.Container
	g  *gateway
	id string
}

func (c *container) Start(_ context.Context, req client.StartRequest) (client.ContainerProcess, error) {
	if req.SecurityMode == pb.SecurityMode_INSECURE {
		return process{}, c.g.insure
	}
	answer := cmp.Or(c.g.answer, "{}")
	if slices.Contains(req.Args, "slips") {
		answer = cmp.Or(c.g.slips, "[]")
	}
	_, err := io.WriteString(req.Stdout, answer)
	return process{}, err
}

func (c *container) ReadFile(_ context.Context, req client.ReadContainerRequest) ([]byte, error) {
	text, ok := c.g.mounted[c.id]
	if !ok || req.Filename != "/error.json" {
		return nil, fmt.Errorf("open %s: no such file or directory", req.Filename)
	}
	return []byte(text), nil
}

func (c *container) Release(context.Context) error { return nil }

type process struct{ client.ContainerProcess }

func (process) Wait() error { return nil }
