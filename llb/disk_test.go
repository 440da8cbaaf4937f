package llb_test

import (
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
	amillb "github.com/amikit/amikit/llb"
)

// everySetting gives each setting of the table a value that is found again.
func everySetting() map[string]string {
	settings := map[string]string{}
	for _, o := range option.Table() {
		settings[o.Name] = "value-of-" + o.Name
	}
	return settings
}

func disks() map[string]llb.State {
	tools := llb.Image("example.com/tools")
	return map[string]llb.State{
		"auroraboot":         amillb.AuroraBoot(llb.Image("example.com/auroraboot"), tool(), diskOptions()),
		"builtin":            amillb.Builtin(nil, tool(), diskOptions()),
		"builtin with tools": amillb.Builtin(&tools, tool(), diskOptions()),
	}
}

func diskExec(t *testing.T, name string, graph []vertex) vertex {
	t.Helper()
	return execOf(t, graph, step.Tool, strings.Fields(name)[0])
}

func TestADiskExecMountsOneFileOfTheTool(t *testing.T) {
	for name, state := range disks() {
		t.Run(name, func(t *testing.T) {
			graph := marshal(t, state)
			v := diskExec(t, name, graph)
			m := mountAt(t, v, step.Tool)
			if m.Selector != "/amikit-disk" || !m.Readonly {
				t.Errorf("the tool is mounted as %v", m)
			}
			if m.ContentCache == pb.MountContentCache_OFF {
				t.Error("the tool's digest and not its content is in the cache key")
			}
			if len(v.op.GetExec().Meta.Args) != 2 {
				t.Errorf("arguments are %v", v.op.GetExec().Meta.Args)
			}
		})
	}
}

func TestADiskExecHasNoStateTwice(t *testing.T) {
	for name, state := range disks() {
		t.Run(name, func(t *testing.T) {
			seen := map[int64]string{}
			for _, m := range diskExec(t, name, marshal(t, state)).op.GetExec().Mounts {
				if other, twice := seen[m.Input]; twice && m.Input >= 0 {
					t.Errorf("%s and %s are mounts of one state", other, m.Dest)
				}
				seen[m.Input] = m.Dest
			}
		})
	}
}

func TestADiskExecReadsTheRootFilesystemByContent(t *testing.T) {
	for name, state := range disks() {
		t.Run(name, func(t *testing.T) {
			graph := marshal(t, state)
			v := diskExec(t, name, graph)
			m := mountAt(t, v, step.Rootfs)
			if !m.Readonly || m.ContentCache == pb.MountContentCache_OFF {
				t.Errorf("the root filesystem is mounted as %v", m)
			}
			source := inputOf(t, graph, v, m).op
			if !strings.Contains(source.GetSource().GetIdentifier(), "example.com/os") || source.Platform.Architecture != "arm64" {
				t.Errorf("the root filesystem is %v", source)
			}
		})
	}
}

func TestADiskExecLeavesOnlyItsResult(t *testing.T) {
	for name, state := range disks() {
		t.Run(name, func(t *testing.T) {
			v := diskExec(t, name, marshal(t, state))
			for _, m := range v.op.GetExec().Mounts {
				if kept := m.Output >= 0; kept != (m.Dest == step.Out) {
					t.Errorf("%s is kept: %v", m.Dest, kept)
				}
			}
			if !mountAt(t, v, "/").Readonly {
				t.Error("the root is writable")
			}
		})
	}
}

func TestOnlyAuroraBootIsPrivileged(t *testing.T) {
	for name, state := range disks() {
		t.Run(name, func(t *testing.T) {
			exec := diskExec(t, name, marshal(t, state)).op.GetExec()
			want := pb.SecurityMode_SANDBOX
			if name == "auroraboot" {
				want = pb.SecurityMode_INSECURE
			}
			if exec.Security != want || exec.Network != pb.NetMode_NONE {
				t.Errorf("security is %v, network %v", exec.Security, exec.Network)
			}
		})
	}
}

func TestADiskExecRunsOnTheWorker(t *testing.T) {
	for name, state := range disks() {
		t.Run(name, func(t *testing.T) {
			if p := diskExec(t, name, marshal(t, state)).op.Platform; p.Architecture != "amd64" {
				t.Errorf("it runs on %v", p)
			}
		})
	}
}

func TestNoSettingOfThePublishingStepIsInADisksGraph(t *testing.T) {
	for name, state := range disks() {
		t.Run(name, func(t *testing.T) {
			for _, v := range marshal(t, state) {
				for _, o := range option.Of(option.StepPublish) {
					if strings.Contains(v.op.String(), "value-of-"+o.Name) {
						t.Errorf("%s is in an op", o.Name)
					}
				}
			}
		})
	}
}
