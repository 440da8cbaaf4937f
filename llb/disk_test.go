package llb_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
	amillb "github.com/amikit/amikit/llb"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
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

func TestADisksSettingsAreItsEnvironment(t *testing.T) {
	env := diskExec(t, "builtin", marshal(t, disks()["builtin"])).op.GetExec().Meta.Env
	for _, want := range []string{"DISK_SIZE=value-of-DISK_SIZE", "STATE_SIZE=value-of-STATE_SIZE", step.OutEnv + "=" + step.Out} {
		if !slices.Contains(env, want) {
			t.Errorf("the environment %v lacks %s", env, want)
		}
	}
	if strings.Contains(strings.Join(env, " "), option.DiskBuilder) {
		t.Errorf("the choice of the builder is in the environment %v", env)
	}
}

func TestTheEpochIsSeconds(t *testing.T) {
	o := diskOptions()
	epoch := time.Unix(1700000000, 0)
	o.Epoch = &epoch
	env := diskExec(t, "builtin", marshal(t, amillb.Builtin(nil, tool(), o))).op.GetExec().Meta.Env
	if !slices.Contains(env, "SOURCE_DATE_EPOCH=1700000000") {
		t.Errorf("the environment is %v", env)
	}
}

func TestUserDataIsOneFileAndKeepsTheDiskOutOfExportedCaches(t *testing.T) {
	o := diskOptions()
	local := llb.Local("context")
	o.UserData, o.UserDataPath = &local, "cloud-images/config/user-data.yaml"
	v := diskExec(t, "builtin", marshal(t, amillb.Builtin(nil, tool(), o)))
	if m := mountAt(t, v, step.UserData); m.Selector != o.UserDataPath || !m.Readonly {
		t.Errorf("the user-data is mounted as %v", m)
	}
	if v.metadata.ExportCache == nil || v.metadata.ExportCache.Value {
		t.Error("the disk is exported to caches")
	}
	plain := diskExec(t, "builtin", marshal(t, disks()["builtin"]))
	if plain.metadata.ExportCache != nil {
		t.Error("a disk without user-data is not exported to caches")
	}
}

func TestIgnoreCacheIsOnlyInTheMetadata(t *testing.T) {
	o := diskOptions()
	o.IgnoreCache = true
	v := diskExec(t, "builtin", marshal(t, amillb.Builtin(nil, tool(), o)))
	if !v.metadata.IgnoreCache || v.digest != diskExec(t, "builtin", marshal(t, disks()["builtin"])).digest {
		t.Error("the cache is not ignored, or the vertex is another one")
	}
}

func TestTheVertexIsNamed(t *testing.T) {
	o := diskOptions()
	p := worker()
	o.Target = &p
	name := diskExec(t, "builtin", marshal(t, amillb.Builtin(nil, tool(), o))).metadata.Description["llb.customname"]
	if name != "[linux/amd64 cloud-image] builtin: raw EFI disk" {
		t.Errorf("its name is %q", name)
	}
}

func TestABuiltinsRootIsNotTheToolsImage(t *testing.T) {
	graph := marshal(t, disks()["builtin"])
	v := diskExec(t, "builtin", graph)
	if root := inputOf(t, graph, v, mountAt(t, v, "/")).op; root.GetFile() == nil {
		t.Errorf("its root is %v", root)
	}
	graph = marshal(t, disks()["builtin with tools"])
	v = diskExec(t, "builtin", graph)
	if root := inputOf(t, graph, v, mountAt(t, v, "/")).op; !strings.Contains(root.GetSource().GetIdentifier(), "example.com/tools") {
		t.Errorf("its root is %v", root)
	}
}

func TestReleaseCopiesTheReleaseFilesAlone(t *testing.T) {
	graph := marshal(t, amillb.Release(llb.Image("example.com/os")))
	for _, v := range graph {
		if f := v.op.GetFile(); f != nil {
			got := f.Actions[0].GetCopy().IncludePatterns
			if want := []string{"etc/kairos-release", "etc/os-release", "usr/lib/os-release"}; !slices.Equal(got, want) {
				t.Errorf("copies %v", got)
			}
			return
		}
	}
	t.Fatal("nothing is copied")
}
