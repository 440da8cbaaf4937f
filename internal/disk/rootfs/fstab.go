package rootfs

import (
	"slices"
	"strings"
)

// Mount is one line of /etc/fstab (fstab(5)).
type Mount struct {
	// Source is the first field, such as LABEL=root.
	Source string
	// Target is where it is mounted.
	Target string
	// Kind is the filesystem's type.
	Kind string
	// Options are the mount options; they may be empty.
	Options []string
}

// ParseFstab returns the lines that have a source, a target and a type.
func ParseFstab(text string) []Mount {
	var mounts []Mount
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) < 3 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		m := Mount{Source: fields[0], Target: fields[1], Kind: fields[2]}
		if len(fields) > 3 {
			m.Options = strings.Split(fields[3], ",")
		}
		mounts = append(mounts, m)
	}
	return mounts
}

// Label returns the label in the source, or fallback where it names none or one
// that is longer than limit bytes.
func (m Mount) Label(limit int, fallback string) string {
	label, ok := strings.CutPrefix(m.Source, "LABEL=")
	if label = strings.Trim(label, `"`); !ok || label == "" || len(label) > limit {
		return fallback
	}
	return label
}

// Has reports whether the options hold the word.
func (m Mount) Has(option string) bool { return slices.Contains(m.Options, option) }
