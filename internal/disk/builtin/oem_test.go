package builtin

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/amikit/amikit/internal/testroot"
)

func TestUserDataReachesOEMByteForByte(t *testing.T) {
	data := "#cloud-config\nx: [[[ not a template ]]] 'quotes' \"too\" $HOME\r\n\tno newline"
	b := build(t, rootOf(t, testroot.Kairos("amd64")), func(o *Options) { o.UserData = []byte(data) })
	oem := b.part("oem")
	if got := b.debugfs(oem, "cat 90_custom.yaml"); got != data {
		t.Errorf("the user-data is %q", got)
	}
	if got := b.debugfs(oem, "stat 90_custom.yaml"); !strings.Contains(got, "Mode:  0600") {
		t.Errorf("others can read it:\n%s", got)
	}
}

func TestWithoutUserDataThereIsNoDefaultUser(t *testing.T) {
	var warnings []string
	b := build(t, rootOf(t, testroot.Kairos("amd64")), func(o *Options) { o.Warn = func(line string) { warnings = append(warnings, line) } })
	if got := b.debugfs(b.part("oem"), "cat 90_custom.yaml"); got != "#cloud-config\n" {
		t.Errorf("the user-data is %q", got)
	}
	if !strings.Contains(strings.Join(warnings, "\n"), "no user-data") {
		t.Errorf("warned %q", warnings)
	}
}

// reset is the part of the first boot's configuration that sizes matter to.
type reset struct {
	Stages map[string][]struct {
		Commands []string
		Layout   struct {
			Device map[string]string
			Add    []struct {
				FSLabel    string `yaml:"fsLabel"`
				PLabel     string `yaml:"pLabel"`
				Size       int64
				Filesystem string
			} `yaml:"add_partitions"`
		}
	}
}

func (b *built) reset() reset {
	b.t.Helper()
	var r reset
	if err := yaml.Unmarshal([]byte(b.debugfs(b.part("oem"), "cat 01_reset.yaml")), &r); err != nil {
		b.t.Fatal(err)
	}
	return r
}

func TestTheFirstBootAddsPartitionsOfTheRealSize(t *testing.T) {
	root := rootOf(t, testroot.Kairos("amd64"))
	b := build(t, root)
	layout := b.reset().Stages["rootfs.before"][0].Layout
	if layout.Device["label"] != "COS_RECOVERY" || len(layout.Add) != 2 {
		t.Fatalf("the layout is %+v", layout)
	}
	state, persistent := layout.Add[0], layout.Add[1]
	if state.FSLabel != "COS_STATE" || state.PLabel != "state" || state.Filesystem != "ext2" || state.Size != 3*b.part("recovery").Size/mib+100 {
		t.Errorf("state is %+v", state)
	}
	if persistent.FSLabel != "COS_PERSISTENT" || persistent.PLabel != "persistent" || persistent.Size != 0 {
		t.Errorf("persistent is %+v", persistent)
	}
	given := build(t, root, func(o *Options) { o.StateSize = 4321 })
	if got := given.reset().Stages["rootfs.before"][0].Layout.Add[0].Size; got != 4321 {
		t.Errorf("STATE_SIZE became %d", got)
	}
}

func TestTheFirstBootIsIntoRecoveryAndResets(t *testing.T) {
	b := build(t, rootOf(t, testroot.Kairos("amd64")))
	environment := b.debugfs(b.part("oem"), "cat grubenv")
	if len(environment) != 1024 || !strings.HasPrefix(environment, "# GRUB Environment Block\nnext_entry=recovery\n#") {
		t.Errorf("grubenv is %q", environment)
	}
	commands := ""
	for _, step := range b.reset().Stages["network"] {
		commands += strings.Join(step.Commands, "\n") + "\n"
	}
	if !strings.Contains(commands, "kairos-agent --debug reset --unattended --reboot") {
		t.Errorf("the network stage runs %q", commands)
	}
}
