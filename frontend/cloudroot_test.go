package frontend

import (
	"slices"
	"strings"
	"testing"
)

// cloudSteps are the steps of a graph that stand on the root filesystem.
func cloudSteps(t *testing.T, g *gateway) []string {
	t.Helper()
	r := g.request(t)
	disk, err := r.Disk(t.Context(), r.Platforms[0])
	if err != nil {
		t.Fatal(err)
	}
	def, err := disk.Marshal(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, meta := range def.Metadata {
		name := strings.TrimPrefix(meta.Description["llb.customname"], "[iso-image] ")
		if step, _, ok := strings.Cut(name, ":"); ok && name != meta.Description["llb.customname"] {
			names = append(names, step)
		}
	}
	slices.Sort(names)
	return names
}

// cloudGateway has the files of CanvOS in its build context.
func cloudGateway(release string) *gateway {
	g := diskGateway().withUserData("#cloud-config\n")
	g.files["load "+CloudContext] = map[string]string{"overlay/files/etc/motd": "", "local-ui.tar": "x"}
	g.files["release files"] = map[string]string{release: "KAIROS_MODEL=generic\n"}
	return g
}

func TestBelowADiskTheRootFilesystemIsThatOfACloudImage(t *testing.T) {
	every := []string{"machine-id"}
	kairos := []string{"local-ui", "logrotate", "machine-id", "overlay", "ssh-host-keys"}
	for name, c := range map[string]struct {
		release string
		args    map[string]string
		want    []string
	}{
		"Kairos":                   {"etc/kairos-release", nil, kairos},
		"Kairos by its name":       {"etc/none", map[string]string{"DISK_BUILDER": "auroraboot"}, kairos},
		"any other system":         {"etc/none", nil, every},
		"switched off":             {"etc/kairos-release", map[string]string{"IS_CLOUD_IMAGE": "false"}, nil},
		"one step is switched off": {"etc/none", map[string]string{"CLOUD_SKIP": "machine-id"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			g := cloudGateway(c.release)
			for arg, value := range c.args {
				g.opts["build-arg:"+arg] = value
			}
			if got := cloudSteps(t, g); !slices.Equal(got, c.want) {
				t.Errorf("the steps are %q", got)
			}
		})
	}
}

func TestHostKeysStayWhereNothingMakesNewOnes(t *testing.T) {
	const keys = "etc/ssh/ssh_host_ed25519_key"
	for name, c := range map[string]struct {
		files []string
		want  []string
		warns bool
	}{
		"no keys":                   {nil, []string{"machine-id"}, false},
		"keys and cloud-init":       {[]string{keys, "usr/bin/cloud-init"}, []string{"machine-id", "ssh-host-keys"}, false},
		"keys and a unit for them":  {[]string{keys, "usr/lib/systemd/system/sshd-keygen@.service"}, []string{"machine-id", "ssh-host-keys"}, false},
		"keys and nothing for them": {[]string{keys}, []string{"machine-id"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			g := cloudGateway("etc/none")
			g.files["pick ssh host keys"] = map[string]string{}
			for _, file := range c.files {
				g.files["pick ssh host keys"][file] = "x"
			}
			if got := cloudSteps(t, g); !slices.Equal(got, c.want) {
				t.Errorf("the steps are %q", got)
			}
			if warned := strings.Contains(strings.Join(g.warnings, "\n"), "ssh host keys"); warned != c.warns {
				t.Errorf("warned %q", g.warnings)
			}
		})
	}
}

func TestAStepThatThereIsNotIsRefusedBeforeTheLongWork(t *testing.T) {
	for _, target := range []string{TargetDisk, TargetRootfs} {
		g := diskGateway()
		g.opts[keyTarget], g.opts["build-arg:IS_CLOUD_IMAGE"], g.opts["build-arg:CLOUD_SKIP"] = target, "true", "overlay,sshkeys"
		_, err := g.build(t)
		if err == nil || !strings.Contains(err.Error(), `CLOUD_SKIP: there is no step "sshkeys"; it can be overlay`) || len(g.solved) > 0 {
			t.Errorf("%s: it says %v, solved %q", target, err, g.solved)
		}
	}
}

func TestWhatIsNeitherYesNorNoIsRefused(t *testing.T) {
	for _, target := range []string{TargetDisk, TargetRootfs} {
		g := diskGateway()
		g.opts[keyTarget], g.opts["build-arg:IS_CLOUD_IMAGE"] = target, "ture"
		if _, err := g.build(t); err == nil || !strings.Contains(err.Error(), "IS_CLOUD_IMAGE=ture is neither") {
			t.Errorf("%s: it says %v", target, err)
		}
	}
}

func TestTheRootFilesystemAloneIsChangedOnlyWhereAsked(t *testing.T) {
	for value, want := range map[string]bool{"": false, "false": false, "true": true} {
		g := cloudGateway("etc/kairos-release")
		g.opts[keyTarget], g.opts["build-arg:IS_CLOUD_IMAGE"] = TargetRootfs, value
		if _, err := g.build(t); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(strings.Join(g.solved, "\n"), "machine-id"); got != want {
			t.Errorf("IS_CLOUD_IMAGE=%q solved %q", value, g.solved)
		}
	}
}
