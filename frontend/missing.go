package frontend

import "strings"

// MissingError is a build without settings that its target needs.
type MissingError struct {
	// Settings are the names, in the order of their table.
	Settings []string
}

// Error names all of them and how to give them.
func (e *MissingError) Error() string {
	verb := " is"
	if len(e.Settings) > 1 {
		verb = " are"
	}
	args := make([]string, 0, len(e.Settings))
	for _, name := range e.Settings {
		args = append(args, "--build-arg "+name+"=…")
	}
	return strings.Join(e.Settings, " and ") + verb + " not set; give " + strings.Join(args, " ") +
		" (buildctl: --opt build-arg:NAME=…), or a line in .arg with amikit build"
}
