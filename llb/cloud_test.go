package llb_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"

	amillb "github.com/amikit/amikit/llb"
)

// everyFile are the files of all steps.
func everyFile() []string {
	var files []string
	for _, step := range amillb.CloudSteps() {
		files = append(files, step.Files...)
	}
	return files
}

func cloud(t *testing.T, files []string, skip ...string) []vertex {
	t.Helper()
	return marshal(t, amillb.Cloud(llb.Image("example.com/os"), amillb.CloudOptions{
		Context: llb.Local("context"), Files: files, Skip: skip, Platform: worker(),
	}))
}

// stepsOf are the names of a graph's file vertices, in their order.
func stepsOf(graph []vertex) []string {
	var names []string
	for _, v := range graph {
		if v.op.GetFile() != nil {
			name, _, _ := strings.Cut(strings.TrimPrefix(v.metadata.Description["llb.customname"], "[iso-image] "), ":")
			names = append(names, name)
		}
	}
	return names
}

func TestEachCloudStepIsAVertexOfItsName(t *testing.T) {
	var all []string
	for _, step := range amillb.CloudSteps() {
		all = append(all, step.Name)
	}
	without := func(names ...string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(names, name) })
	}
	for name, c := range map[string]struct{ files, skip, want []string }{
		"all of them":                 {everyFile(), nil, all},
		"only what every system gets": {nil, nil, []string{"ssh-host-keys", "machine-id"}},
		"some left out":               {everyFile(), []string{"overlay", "machine-id"}, without("overlay", "machine-id")},
		"some files alone":            {[]string{"local-ui.tar"}, nil, []string{"local-ui", "ssh-host-keys", "machine-id"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := stepsOf(cloud(t, c.files, c.skip...)); !slices.Equal(got, c.want) {
				t.Errorf("the steps are %q", got)
			}
		})
	}
}

func TestCloudFilesGoWhereTheSystemLooks(t *testing.T) {
	got := map[string]int32{}
	for _, v := range cloud(t, everyFile()) {
		for _, action := range v.op.GetFile().GetActions() {
			if c := action.GetCopy(); c != nil {
				got[c.Src+" "+c.Dest] = c.Mode
			}
		}
	}
	for want, mode := range map[string]int32{
		"/overlay/files /": -1,
		"/cloud-images/workaround/grubmenu.cfg /etc/kairos/branding/grubmenu.cfg":                       0o644,
		"/cloud-images/workaround/custom-post-reset.yaml /system/oem/custom-post-reset.yaml":            0o644,
		"/cloudconfigs/cloud-content.sh /opt/spectrocloud/scripts/cloud-content.sh":                     0o755,
		"/cloudconfigs/cloud-extend-persistent.sh /opt/spectrocloud/scripts/cloud-extend-persistent.sh": 0o755,
		"/local-ui.tar /opt/spectrocloud/":                                                              -1,
		"/etc/logrotate.[d]/stylus.conf /etc/logrotate.d/":                                              0o644,
	} {
		if have, ok := got[want]; !ok || have != mode {
			t.Errorf("%q has mode %o (there: %v) among %v", want, have, ok, got)
		}
	}
}

func TestWhatEveryInstanceWouldShareIsRemoved(t *testing.T) {
	var removed []string
	var made *pb.FileActionMkFile
	for _, v := range cloud(t, nil) {
		for _, action := range v.op.GetFile().GetActions() {
			if rm := action.GetRm(); rm != nil {
				removed = append(removed, rm.Path)
			}
			if m := action.GetMkfile(); m != nil {
				made = m
			}
		}
	}
	if want := []string{"/etc/ss[h]/ssh_host_*", "/etc/ssh/moduli", "/etc/machine-id", "/var/lib/dbus/machine-id"}; !slices.Equal(removed, want) {
		t.Errorf("removes %q", removed)
	}
	if made == nil || made.Path != "/etc/machine-id" || len(made.Data) != 0 || made.Mode != 0o444 || time.Unix(0, made.Timestamp).Year() != 1980 {
		t.Errorf("makes %v", made)
	}
}
