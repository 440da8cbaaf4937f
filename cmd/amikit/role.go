package main

import (
	"path"
	"path/filepath"

	"github.com/amikit/amikit/internal/step"
)

// role is what the program was started as.
type role int

const (
	roleCommand  role = iota // by a person or a build step, with a verb
	roleFrontend             // by BuildKit, as the gateway frontend
)

// roleOf decides the role: BuildKit starts a frontend with no arguments and the
// session in its environment.
func roleOf(args []string, getenv func(string) string) role {
	if len(args) == 0 && getenv("BUILDKIT_SESSION_ID") != "" {
		return roleFrontend
	}
	return roleCommand
}

// arguments are the words after the program's name. Mounted as the disk program,
// as a client does that has no other, this program is its disk half.
func arguments(argv []string) []string {
	if filepath.Base(argv[0]) == path.Base(step.Tool) {
		return append([]string{"disk"}, argv[1:]...)
	}
	return argv[1:]
}
