package earthfile

import "strings"

// Of returns the recipe's commands with the given keyword.
func (r Recipe) Of(keyword string) []Command {
	var found []Command
	for _, c := range r.Commands {
		if c.Keyword == keyword {
			found = append(found, c)
		}
	}
	return found
}

// Args returns the recipe's ARGs and their defaults as they are written, without
// the quotes of an empty one.
func (r Recipe) Args() map[string]string {
	args := map[string]string{}
	for _, c := range r.Of("ARG") {
		_, definition := c.Flags()
		name, value, _ := strings.Cut(definition, "=")
		args[name] = strings.Trim(value, `"`)
	}
	return args
}

// Flags splits a command's flags off its text. A flag's value belongs to it by
// "=", or, for --secret, stands behind it.
func (c Command) Flags() (flags []string, text string) {
	text = c.Text
	for strings.HasPrefix(text, "--") {
		var flag string
		flag, text, _ = strings.Cut(text, " ")
		text = strings.TrimSpace(text)
		if flag == "--secret" {
			var value string
			value, text, _ = strings.Cut(text, " ")
			flag += "=" + value
		}
		flags = append(flags, flag)
	}
	return flags, strings.TrimSpace(text)
}
