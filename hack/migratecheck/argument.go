package main

import (
	"cmp"
	"maps"
	"slices"

	"github.com/agext/levenshtein"

	"github.com/amikit/amikit/internal/option"
)

// changed are CanvOS's arguments that mean something else to amikit; docs/migration.md
// has a row for each.
func changed() map[string]string {
	return map[string]string{
		"BASE_IMAGE":         "stays with CanvOS's +iso-image; to amikit's own +iso-image it would be the finished root filesystem",
		"AURORABOOT_VERSION": "has no effect alone: give AURORABOOT_IMAGE with the version in it",
	}
}

// checkArguments sorts the keys of .arg by who reads them.
func checkArguments(c *checkout, r *report) {
	if !c.has(".arg") {
		r.change(".arg", "is not there: every setting has to stand behind the target")
		return
	}
	theirs, ours := c.recipes.args, ownNames()
	for _, name := range slices.Sorted(maps.Keys(c.settings)) {
		text, isChanged := changed()[name]
		switch {
		case isChanged:
			r.change(name, "%s", text)
		case ours[name]:
			r.find(name, "means the same to amikit")
		case theirs[name]:
			r.find(name, "stays with CanvOS's +iso-image")
		default:
			r.change(name, "is read by neither CanvOS nor amikit%s", hint(name, ours, theirs))
		}
	}
}

// ownNames are amikit's settings and the arguments that an Earthfile's clients or
// BuildKit treat alike everywhere.
func ownNames() map[string]bool {
	names := map[string]bool{"HTTP_PROXY": true, "HTTPS_PROXY": true, "NO_PROXY": true, "UBUNTU_IMAGE": true, "CREDENTIALS": true}
	for _, o := range option.Table() {
		names[o.Name] = true
	}
	return names
}

// hint names the setting that was probably meant; empty where none is near.
func hint(name string, known ...map[string]bool) string {
	best, distance := "", 3
	for _, names := range known {
		for candidate := range names {
			d := levenshtein.Distance(name, candidate, nil)
			if d < distance || d == distance && cmp.Less(candidate, best) {
				best, distance = candidate, d
			}
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}
