package llb_test

import (
	"slices"
	"testing"

	"github.com/moby/buildkit/solver/pb"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
	amillb "github.com/amikit/amikit/llb"
)

func convertExec(t *testing.T, o amillb.ConvertOptions) (vertex, []vertex) {
	t.Helper()
	o.Format = "qcow2"
	graph := marshal(t, amillb.Convert(tool(), amillb.Builtin(nil, tool(), diskOptions()), o))
	return execOf(t, graph, step.Binary, "disk", "output"), graph
}

func TestAConversionReadsTheDiskWhereItLies(t *testing.T) {
	v, _ := convertExec(t, amillb.ConvertOptions{})
	if m := mountAt(t, v, step.Disk); !m.Readonly || m.ContentCache != pb.MountContentCache_OFF {
		t.Errorf("the disk is mounted as %v", m)
	}
	if exec := v.op.GetExec(); exec.Security != pb.SecurityMode_SANDBOX || exec.Network != pb.NetMode_NONE {
		t.Errorf("it runs with %v and network %v", exec.Security, exec.Network)
	}
}

func TestAFormatIsNoPartOfTheDisk(t *testing.T) {
	v, graph := convertExec(t, amillb.ConvertOptions{})
	want := option.OutputFormat + "=qcow2"
	if !slices.Contains(v.op.GetExec().Meta.Env, want) {
		t.Errorf("the environment is %v", v.op.GetExec().Meta.Env)
	}
	plain := marshal(t, amillb.Builtin(nil, tool(), diskOptions()))
	disk := diskExec(t, "builtin", plain)
	if found := diskExec(t, "builtin", graph); found.digest != disk.digest {
		t.Error("the disk is another vertex where it is converted")
	}
}

func TestAPrivateDiskIsConvertedInPrivate(t *testing.T) {
	for _, private := range []bool{false, true} {
		v, _ := convertExec(t, amillb.ConvertOptions{Private: private})
		if got := v.metadata.ExportCache; (got != nil && !got.Value) != private {
			t.Errorf("private %v: export of the cache is %v", private, got)
		}
	}
}
