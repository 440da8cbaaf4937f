package main

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
