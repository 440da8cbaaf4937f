package llb

import (
	"slices"
	"time"

	"github.com/moby/buildkit/client/llb"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// CloudStep is one change that makes a root filesystem that of a cloud image.
type CloudStep struct {
	// Name is what a user leaves it out by.
	Name string
	// Description is one line for people.
	Description string
	// Files are the paths in the build context that it takes; where none of them
	// is there, there is no such step. A step without files is for every system.
	Files []string

	change func(root llb.State, o CloudOptions) *llb.FileAction
}

// Names of the steps.
const (
	StepOverlay     = "overlay"
	StepWorkaround  = "workaround"
	StepScripts     = "scripts"
	StepLocalUI     = "local-ui"
	StepLogrotate   = "logrotate"
	StepSSHHostKeys = "ssh-host-keys"
	StepMachineID   = "machine-id"
)

// CloudSteps returns the steps in their order.
func CloudSteps() []CloudStep {
	return []CloudStep{
		{StepOverlay, "lay overlay/files over the root filesystem", []string{"overlay/files"}, overlay},
		{StepWorkaround, "add the boot menu's entries and the steps after the first boot's reset", workaroundFiles(), workaround},
		{StepScripts, "add the scripts that take the content partition", scriptFiles(), scripts},
		{StepLocalUI, "unpack local-ui.tar in /opt/spectrocloud", []string{"local-ui.tar"}, localUI},
		{StepLogrotate, "make the agent's logrotate file one that logrotate reads", []string{"overlay/files"}, logrotate},
		{StepSSHHostKeys, "remove ssh host keys, which every instance would share", nil, sshHostKeys},
		{StepMachineID, "empty the machine's ID, which every instance would share", nil, machineID},
	}
}

// CloudOptions are what a cloud image's root filesystem is made of.
type CloudOptions struct {
	// Context has the files of the steps.
	Context llb.State
	// Files are those that it really has.
	Files []string
	// Skip are names of steps that are left out.
	Skip []string
	// Platform is where the steps run.
	Platform ocispecs.Platform
	// Target is the platform that the root filesystem is for, put into the steps'
	// names; nil in a build for one platform.
	Target *ocispecs.Platform
	// Epoch is the time of files that a step makes; nil is the first second that
	// every filesystem knows.
	Epoch *time.Time
}

// Cloud applies the steps, each as a vertex of its own.
func Cloud(root llb.State, o CloudOptions) llb.State {
	for _, step := range CloudSteps() {
		if o.takes(step) {
			root = root.File(step.change(root, o), llb.Platform(o.Platform),
				llb.WithCustomName(stepName("iso-image", o.Target, step.Name+": "+step.Description)))
		}
	}
	return root
}

func (o CloudOptions) takes(step CloudStep) bool {
	if slices.Contains(o.Skip, step.Name) {
		return false
	}
	return len(step.Files) == 0 || len(o.present(step.Files)) > 0
}

// present returns those of the files that the build context has.
func (o CloudOptions) present(files []string) []string {
	return slices.DeleteFunc(slices.Clone(files), func(name string) bool { return !slices.Contains(o.Files, name) })
}

// created is the time of a file that a step makes: a time of the build would make
// another disk of the same input.
func (o CloudOptions) created() time.Time {
	if o.Epoch != nil {
		return *o.Epoch
	}
	return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
}
