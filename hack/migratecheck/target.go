package main

import "strings"

// checkTargets says which targets stay and which two amikit takes over.
func checkTargets(c *checkout, r *report) {
	r.build("iso-image", "as before, by CanvOS's own recipe")
	if c.importsAmikit() {
		r.find("Earthfile", "imports amikit already")
		return
	}
	for _, name := range []string{"cloud-image", "aws-cloud-image"} {
		if c.targets[name] {
			r.change("+"+name, "replace its recipe by the one of docs/migration.md; no docker in docker, no script")
		} else {
			r.change("+"+name, "is not in this Earthfile: add the recipe of docs/migration.md")
		}
	}
	if !c.has("amikit/Earthfile") {
		r.change("IMPORT ./amikit", "wants a checkout of amikit beside the Earthfile, as amikit/")
	}
}

// importsAmikit reports whether the Earthfile has amikit's functions.
func (c *checkout) importsAmikit() bool {
	for reference := range c.imports {
		if strings.Contains(reference, "amikit") {
			return true
		}
	}
	return false
}
