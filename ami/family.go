package ami

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
)

// Values of [Options].Parent beside a snapshot's ID.
const (
	// ParentAuto takes the newest completed snapshot of the family.
	ParentAuto = "auto"
	// ParentNone sends every block.
	ParentNone = "none"
)

// maxFamily is the longest value of a tag that StartSnapshot takes (Amazon EBS API
// Reference, Tag).
const maxFamily = 255

var snapshotIDPattern = regexp.MustCompile(`^snap-[0-9a-f]{8,17}$`)

// familyOf is a name up to its first digit, where versions begin. A name that
// begins with one is a family of its own.
func familyOf(name string) string {
	head := name
	if at := strings.IndexAny(name, "0123456789"); at >= 0 {
		head = name[:at]
	}
	return cmp.Or(strings.TrimRight(head, " -_./([@'"), name)
}

func (o Options) withFamily() Options {
	family := cmp.Or(o.Family, familyOf(o.Name))
	if o.Suffix != "" && !strings.HasSuffix(family, "-"+o.Suffix) {
		family += "-" + o.Suffix
	}
	o.Family = family
	return o
}

func (o *Options) checkParent() error {
	switch {
	case o.Parent == "", o.Parent == ParentAuto, o.Parent == ParentNone, snapshotIDPattern.MatchString(o.Parent):
		return nil
	}
	return &InvalidError{Setting: "PARENT", Value: o.Parent, Reason: "is unknown: it must be auto, none or the ID of a snapshot"}
}

func (o *Options) checkFamily() error {
	if len(o.withFamily().Family) > maxFamily {
		return &InvalidError{Setting: "FAMILY", Value: o.Family, Reason: fmt.Sprintf("is longer than the %d characters that a tag takes", maxFamily)}
	}
	return nil
}
