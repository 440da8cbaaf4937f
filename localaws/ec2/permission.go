package ec2

import (
	"slices"
	"strings"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

// everybody is the group of all accounts.
const everybody = "all"

// sharing is with whom an image or a snapshot is shared.
type sharing struct {
	users  []string
	public bool
}

// change is what a call adds to a sharing or takes from it.
type change struct {
	add, remove sharing
}

func (c change) empty() bool {
	return len(c.add.users)+len(c.remove.users) == 0 && !c.add.public && !c.remove.public
}

func (s sharing) apply(c change) sharing {
	users := slices.Clone(s.users)
	for _, user := range c.add.users {
		if !slices.Contains(users, user) {
			users = append(users, user)
		}
	}
	users = slices.DeleteFunc(users, func(user string) bool { return slices.Contains(c.remove.users, user) })
	return sharing{users, (s.public || c.add.public) && !c.remove.public}
}

// readChange reads both forms: the structure of that name with Add and Remove,
// and the flat one; group is what the flat form calls its groups.
func readChange(p query.Params, structure, group string) (c change, err error) {
	sub := p.Sub(structure)
	if c.add, err = readEntries(sub.Items("Add")); err != nil {
		return c, err
	}
	if c.remove, err = readEntries(sub.Items("Remove")); err != nil {
		return c, err
	}
	flat, err := readFlat(p, group)
	if err != nil {
		return c, err
	}
	if p["OperationType"] == "remove" {
		c.remove = c.remove.merge(flat)
	} else {
		c.add = c.add.merge(flat)
	}
	return c, nil
}

func (s sharing) merge(other sharing) sharing {
	return sharing{append(s.users, other.users...), s.public || other.public}
}

func readEntries(entries []query.Params) (s sharing, err error) {
	for _, entry := range entries {
		if err := s.include(entry["UserId"], entry["Group"]); err != nil {
			return s, err
		}
	}
	return s, nil
}

func readFlat(p query.Params, group string) (s sharing, err error) {
	for _, user := range p.List("UserId") {
		if err := s.include(user, ""); err != nil {
			return s, err
		}
	}
	for _, name := range p.List(group) {
		if err := s.include("", name); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s *sharing) include(user, group string) error {
	switch {
	case group == everybody:
		s.public = true
	case group != "":
		return badItem(group, "group")
	case !accountNumber.MatchString(strings.ReplaceAll(user, "-", "")):
		return badItem(user, "userId")
	default:
		s.users = append(s.users, strings.ReplaceAll(user, "-", ""))
	}
	return nil
}

func badItem(value, kind string) error {
	return wire.Refuse("InvalidAMIAttributeItemValue", "Invalid attribute item value \"%s \" for %s item type.", value, kind)
}

func noAttributes() error {
	return wire.Refuse("InvalidParameterCombination", "No attributes specified.")
}

type permissionItem struct {
	Group  string `xml:"group,omitempty"`
	UserID string `xml:"userId,omitempty"`
}

func (s sharing) items() query.Set[permissionItem] {
	var set query.Set[permissionItem]
	if s.public {
		set.Items = append(set.Items, permissionItem{Group: everybody})
	}
	for _, user := range s.users {
		set.Items = append(set.Items, permissionItem{UserID: user})
	}
	return set
}
