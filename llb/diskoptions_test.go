package llb_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
	amillb "github.com/amikit/amikit/llb"
)

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

func TestSecretUserDataIsInTheKeyByItsDigestAlone(t *testing.T) {
	o := diskOptions()
	o.UserDataSecret = "0123abcd"
	v := diskExec(t, "builtin", marshal(t, amillb.Builtin(nil, tool(), o)))
	m := mountAt(t, v, step.UserDataSecret)
	if m.SecretOpt.GetID() != "user-data" || m.SecretOpt.GetMode() != 0o400 || m.SecretOpt.GetOptional() {
		t.Errorf("the secret is mounted as %v", m)
	}
	if env := v.op.GetExec().Meta.Env; !slices.Contains(env, step.UserDataEnv+"=0123abcd") {
		t.Errorf("the environment is %v", env)
	}
	if v.metadata.ExportCache == nil || v.metadata.ExportCache.Value {
		t.Error("the disk is exported to caches")
	}
}

func TestContentIsMountedAndKeepsTheDiskOutOfExportedCaches(t *testing.T) {
	o := diskOptions()
	local := llb.Local("context")
	o.Content = &local
	v := diskExec(t, "builtin", marshal(t, amillb.Builtin(nil, tool(), o)))
	if m := mountAt(t, v, step.Content); !m.Readonly {
		t.Errorf("the content is mounted as %v", m)
	}
	if v.metadata.ExportCache == nil || v.metadata.ExportCache.Value {
		t.Error("the disk is exported to caches")
	}
}

func TestPickCopiesWhatMatchesAlone(t *testing.T) {
	for _, v := range marshal(t, amillb.Pick(llb.Image("example.com/os"), "things", []string{"a/*.tar"})) {
		if f := v.op.GetFile(); f != nil {
			if got := f.Actions[0].GetCopy().IncludePatterns; !slices.Equal(got, []string{"a/*.tar"}) {
				t.Errorf("copies %v", got)
			}
			return
		}
	}
	t.Fatal("nothing is copied")
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

func TestAnUnexportedDiskHasAnInputWithoutAKeyOutsideOfTheDaemon(t *testing.T) {
	o := diskOptions()
	state := amillb.Unexported("context")
	o.Unexported = &state
	graph := marshal(t, amillb.Builtin(nil, tool(), o))
	v := diskExec(t, "builtin", graph)
	m := mountAt(t, v, step.Unexported)
	if !m.Readonly || m.ContentCache != pb.MountContentCache_OFF {
		t.Errorf("it is mounted as %v", m)
	}
	source := inputOf(t, graph, v, m).op.GetSource()
	if !strings.HasPrefix(source.GetIdentifier(), "local://") || source.Attrs[pb.AttrLocalSessionID] == "" {
		t.Errorf("its source is %v", source)
	}
}
