package llb_test

import (
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	amillb "github.com/amikit/amikit/llb"
)

// vertex is one op of a marshalled graph.
type vertex struct {
	digest   digest.Digest
	op       *pb.Op
	metadata llb.OpMetadata
}

// marshal returns a state's ops in the order of their inputs.
func marshal(t *testing.T, state llb.State) []vertex {
	t.Helper()
	def, err := state.Marshal(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var graph []vertex
	for _, data := range def.Def {
		op := &pb.Op{}
		if err := op.UnmarshalVT(data); err != nil {
			t.Fatal(err)
		}
		dgst := digest.FromBytes(data)
		graph = append(graph, vertex{dgst, op, def.Metadata[dgst]})
	}
	return graph
}

// execOf returns the only exec whose arguments begin with the words.
func execOf(t *testing.T, graph []vertex, words ...string) vertex {
	t.Helper()
	var found []vertex
	for _, v := range graph {
		if e := v.op.GetExec(); e != nil && strings.HasPrefix(strings.Join(e.Meta.Args, " "), strings.Join(words, " ")) {
			found = append(found, v)
		}
	}
	if len(found) != 1 {
		t.Fatalf("the graph has %d execs of %v", len(found), words)
	}
	return found[0]
}

func mountAt(t *testing.T, v vertex, dest string) *pb.Mount {
	t.Helper()
	for _, m := range v.op.GetExec().Mounts {
		if m.Dest == dest {
			return m
		}
	}
	t.Fatalf("nothing is mounted at %s", dest)
	return nil
}

// inputOf returns the op that a mount's content comes from.
func inputOf(t *testing.T, graph []vertex, v vertex, m *pb.Mount) vertex {
	t.Helper()
	want := digest.Digest(v.op.Inputs[m.Input].Digest)
	for _, candidate := range graph {
		if candidate.digest == want {
			return candidate
		}
	}
	t.Fatalf("the graph has no op %s", want)
	return vertex{}
}

func worker() ocispecs.Platform { return ocispecs.Platform{OS: "linux", Architecture: "amd64"} }

func tool() amillb.Tool {
	return amillb.Tool{Image: llb.Image("example.com/amikit"), Path: "/amikit", DiskPath: "/amikit-disk", Platform: worker()}
}

func diskOptions() amillb.DiskOptions {
	return amillb.DiskOptions{
		Root:     llb.Image("example.com/os", llb.Platform(ocispecs.Platform{OS: "linux", Architecture: "arm64"})),
		Settings: everySetting(),
	}
}
