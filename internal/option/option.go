// Package option holds the one table of amikit's settings. The frontend's
// parsing, its outline and typo check, the command's flags, the Earthfile's test
// and the documentation all read it.
package option

import "strings"

// Step is the part of a build that a setting belongs to. A setting appears only
// in the ops of its own step, so that it never rebuilds another one.
type Step string

// The steps, in the order in which they run.
const (
	// StepRootfs makes the root filesystem.
	StepRootfs Step = "rootfs"
	// StepDisk makes the raw disk.
	StepDisk Step = "disk"
	// StepOutput puts the disk into the format that the client gets.
	StepOutput Step = "output"
	// StepPublish puts the disk into AWS.
	StepPublish Step = "publish"
)

// Option is one setting. Its name is its build arg, its environment variable and
// its key in .arg alike.
type Option struct {
	// Name is the setting's name, such as "S3_BUCKET".
	Name string
	// Step is the part of a build that it belongs to.
	Step Step
	// Default is used where nothing is given; empty means none or computed.
	Default string
	// Unit says what a bare value counts, such as "MiB"; empty where it does not count.
	Unit string
	// Help is one line for people.
	Help string
}

// Flag returns the setting's command-line flag without its dashes, such as "s3-bucket".
func (o Option) Flag() string {
	return strings.ToLower(strings.ReplaceAll(o.Name, "_", "-"))
}

// Switch reports whether the setting is on or off, and off by default.
func (o Option) Switch() bool { return o.Default == "false" }

// Description returns the help with the unit and the default put behind it.
func (o Option) Description() string {
	text := o.Help
	if o.Unit != "" {
		text += " [" + o.Unit + "]"
	}
	if o.Default != "" {
		text += " (default " + o.Default + ")"
	}
	return text
}

// Of returns the settings of one step, in the table's order.
func Of(step Step) []Option {
	var found []Option
	for _, o := range Table() {
		if o.Step == step {
			found = append(found, o)
		}
	}
	return found
}

// ByName finds a setting by its exact name.
func ByName(name string) (Option, bool) {
	for _, o := range Table() {
		if o.Name == name {
			return o, true
		}
	}
	return Option{}, false
}
