package earthfile

import (
	"fmt"
	"strings"
)

// Script returns what the recipe does between its first and last command as a
// shell script: ARG, LET, SET, IF and RUN. A RUN's flags, with their variables in
// place, are written to file descriptor 3, one a line; its command then runs in
// a shell of its own, as it does in Earthly. What a client does by itself (FROM,
// COPY, SAVE) is left out.
func (r Recipe) Script() string {
	var script strings.Builder
	for _, c := range r.Commands {
		script.WriteString(c.shell())
	}
	return script.String()
}

func (c Command) shell() string {
	switch c.Keyword {
	case "ARG":
		return argument(c)
	case "LET", "SET":
		return c.Text + " || exit\n"
	case "IF":
		return "if " + c.Text + "; then :\n"
	case "ELSE IF":
		return "elif " + c.Text + "; then :\n"
	case "ELSE":
		return "else :\n"
	case "END":
		return "fi\n"
	case "RUN":
		return run(c)
	}
	return ""
}

// argument gives a variable its default where the caller has not set it, and
// exports it, as Earthly does.
func argument(c Command) string {
	_, definition := c.Flags()
	name, value, _ := strings.Cut(definition, "=")
	return fmt.Sprintf(": \"${%s=%s}\"; export %s\n", name, strings.Trim(value, `"`), name)
}

// run writes the flags and then runs the command; with its secrets under the
// names that --secret gives them, but for those with an empty ID.
func run(c Command) string {
	flags, command := c.Flags()
	var script strings.Builder
	for _, flag := range flags {
		fmt.Fprintf(&script, "printf '%%s\\n' \"%s\" >&3\n", flag)
	}
	script.WriteString("(\n" + secrets(flags) + command + "\n) || exit\n")
	return script.String()
}

// secrets takes a secret's value from the variable SECRET_ and its ID.
func secrets(flags []string) string {
	var script strings.Builder
	for _, flag := range flags {
		name, id, found := strings.Cut(strings.TrimPrefix(flag, "--secret="), "=")
		if !found || !strings.HasPrefix(flag, "--secret=") {
			continue
		}
		fmt.Fprintf(&script, "unset %s; [ -z \"%s\" ] || eval \"export %s=\\$SECRET_%s\"\n", name, id, name, id)
	}
	return script.String()
}
