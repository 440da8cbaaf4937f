package llb_test

import (
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
	amillb "github.com/amikit/amikit/llb"
)

func publishOptions() amillb.PublishOptions {
	return amillb.PublishOptions{
		Settings: everySetting(),
		Nonce:    "nonce-1",
		Frontend: "sha256:abc",
		Suffix:   "arm64",
		Network:  llb.NetModeHost,
		Proxy:    &llb.ProxyEnv{HTTPSProxy: "http://proxy.example.com"},
		CacheID:  "amikit",
		ExtraHosts: []llb.HostIP{
			{Host: "aws.example.com", IP: net.IPv4(192, 0, 2, 1)},
		},
	}
}

func publish(o amillb.PublishOptions) llb.State {
	return amillb.Publish(tool(), amillb.Builtin(nil, tool(), diskOptions()), o)
}

func publishExec(t *testing.T, graph []vertex) vertex {
	t.Helper()
	return execOf(t, graph, "/amikit", "ami", "create")
}

func TestPublishMountsTheDiskWithoutHashingIt(t *testing.T) {
	graph := marshal(t, publish(publishOptions()))
	v := publishExec(t, graph)
	m := mountAt(t, v, step.Disk)
	if !m.Readonly || m.ContentCache != pb.MountContentCache_OFF {
		t.Errorf("the disk is mounted as %v", m)
	}
	if inputOf(t, graph, v, m).op.GetExec() == nil {
		t.Error("the disk does not come from the disk exec: it was copied")
	}
}

func TestPublishRunsInOurImageOnTheWorker(t *testing.T) {
	graph := marshal(t, publish(publishOptions()))
	v := publishExec(t, graph)
	root := mountAt(t, v, "/")
	if !root.Readonly || !strings.Contains(inputOf(t, graph, v, root).op.GetSource().Identifier, "example.com/amikit") {
		t.Errorf("its root is %v", root)
	}
	if v.op.Platform.Architecture != "amd64" {
		t.Errorf("it runs on %v", v.op.Platform)
	}
	if got, want := v.op.GetExec().Meta.Args, []string{"/amikit", "ami", "create", step.Disk}; !slices.Equal(got, want) {
		t.Errorf("arguments are %v", got)
	}
}

func TestPublishAsksForEverySecretAsOptional(t *testing.T) {
	exec := publishExec(t, marshal(t, publish(publishOptions()))).op.GetExec()
	env := map[string]bool{}
	for _, s := range exec.Secretenv {
		env[s.ID] = s.Optional && s.Name == s.ID
	}
	files := map[string]bool{}
	for _, m := range exec.Mounts {
		if m.MountType == pb.MountType_SECRET {
			files[m.SecretOpt.ID] = m.SecretOpt.Optional && m.SecretOpt.Mode == 0o400 && m.Dest == step.Secrets+"/"+m.SecretOpt.ID
		}
	}
	for _, s := range option.SecretsOf(option.StepPublish) {
		if s.Env != "" && !env[s.ID] || s.File != "" && !files[s.ID] {
			t.Errorf("secret %s is not asked for as it should be", s.ID)
		}
	}
	if len(env)+len(files) != len(option.SecretsOf(option.StepPublish)) {
		t.Errorf("secrets are %v and %v", env, files)
	}
}

func TestPublishRunsInEveryBuildOnce(t *testing.T) {
	one, two := publishOptions(), publishOptions()
	two.Nonce = "nonce-2"
	first, second := publishExec(t, marshal(t, publish(one))), publishExec(t, marshal(t, publish(two)))
	if first.digest == second.digest {
		t.Error("two builds have one vertex, and so one user's secrets")
	}
	if first.metadata.IgnoreCache {
		t.Error("IgnoreCache would empty the cache mount")
	}
	if first.metadata.ExportCache == nil || first.metadata.ExportCache.Value {
		t.Error("the result is exported to caches")
	}
}

func TestTwoBuildsShareTheirDisk(t *testing.T) {
	one, two := publishOptions(), publishOptions()
	two.Nonce, two.Settings = "nonce-2", map[string]string{option.Region: "elsewhere", option.AMIName: "another"}
	first := execOf(t, marshal(t, publish(one)), step.Tool)
	second := execOf(t, marshal(t, publish(two)), step.Tool)
	if first.digest != second.digest {
		t.Error("the region or the nonce rebuilds the disk")
	}
}

func TestPublishesSettingsAreItsEnvironment(t *testing.T) {
	env := publishExec(t, marshal(t, publish(publishOptions()))).op.GetExec().Meta.Env
	want := []string{step.BuildEnv + "=nonce-1", step.TrustEnv + "=true", step.PlatformSuffixEnv + "=arm64", step.FrontendEnv + "=sha256:abc"}
	for _, o := range option.Of(option.StepPublish) {
		want = append(want, o.Name+"=value-of-"+o.Name)
	}
	for _, w := range want {
		if !slices.Contains(env, w) {
			t.Errorf("the environment lacks %s", w)
		}
	}
	for _, o := range option.Of(option.StepDisk) {
		if strings.Contains(strings.Join(env, " "), "value-of-"+o.Name) {
			t.Errorf("the disk's %s is in the environment", o.Name)
		}
	}
}

func TestPublishUsesTheClientsNetwork(t *testing.T) {
	exec := publishExec(t, marshal(t, publish(publishOptions()))).op.GetExec()
	if exec.Network != pb.NetMode_HOST || exec.Meta.ProxyEnv.HttpsProxy != "http://proxy.example.com" {
		t.Errorf("network is %v, proxy %v", exec.Network, exec.Meta.ProxyEnv)
	}
	if len(exec.Meta.ExtraHosts) != 1 || exec.Meta.ExtraHosts[0].IP != "192.0.2.1" {
		t.Errorf("extra hosts are %v", exec.Meta.ExtraHosts)
	}
	if m := mountAt(t, publishExec(t, marshal(t, publish(publishOptions()))), step.Cache); m.CacheOpt.GetID() != "amikit" {
		t.Errorf("the cache mount is %v", m)
	}
}

func TestTheCheckSeesWhatPublishingSeesAndNoDisk(t *testing.T) {
	check := execOf(t, marshal(t, amillb.Check(tool(), publishOptions())), "/amikit", "ami", "check")
	push := publishExec(t, marshal(t, publish(publishOptions())))
	a, b := check.op.GetExec(), push.op.GetExec()
	if !slices.Equal(a.Meta.Env, b.Meta.Env) || len(a.Secretenv) != len(b.Secretenv) || a.Network != b.Network || a.Meta.ProxyEnv.HttpsProxy != b.Meta.ProxyEnv.HttpsProxy {
		t.Errorf("the check runs with %v, publishing with %v", a, b)
	}
	for _, m := range a.Mounts {
		if m.Dest == step.Disk || m.Dest == step.Cache {
			t.Errorf("the check has %s", m.Dest)
		}
	}
}

func TestTheClientsSocketForCredentialsIsOptional(t *testing.T) {
	for name, state := range map[string]llb.State{
		"publish": amillb.Publish(tool(), llb.Image("example.com/disk"), amillb.PublishOptions{}),
		"check":   amillb.Check(tool(), amillb.PublishOptions{}),
	} {
		v := execOf(t, marshal(t, state), "/amikit", "ami")
		m := mountAt(t, v, step.CredentialsSocket)
		if m.SSHOpt.GetID() != step.CredentialsID || m.SSHOpt.GetMode() != 0o600 || !m.SSHOpt.GetOptional() {
			t.Errorf("%s mounts it as %v", name, m)
		}
		if env := v.op.GetExec().Meta.Env; !slices.Contains(env, step.CredentialsEnv+"="+step.CredentialsSocket) {
			t.Errorf("the environment of %s is %v", name, env)
		}
	}
}
