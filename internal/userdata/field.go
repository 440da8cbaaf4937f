package userdata

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// field is a setting whose type, and perhaps value, is checked.
type field struct {
	path  string
	check func(*yaml.Node) string // what is wrong, or nothing
}

func fields() []field {
	return []field{
		{"install", isMapping},
		{"install.device", isText},
		{"install.reboot", isBool},
		{"install.poweroff", isBool},
		{"stylus", isMapping},
		{"stylus.debug", isBool},
		{"stylus.site", isMapping},
		{"stylus.site.paletteEndpoint", all(isText, isRealEndpoint)},
		{"stylus.site.autoRegister", isBool},
		{"stylus.site.edgeHostToken", all(isText, isRealToken)},
		{"stylus.site.insecureSkipVerify", isBool},
	}
}

func checkFields(root *yaml.Node) error {
	for _, f := range fields() {
		node := lookup(root, strings.Split(f.path, "."))
		if node == nil {
			continue
		}
		if problem := f.check(node); problem != "" {
			return &Error{Line: node.Line, Field: f.path, Problem: problem}
		}
	}
	return nil
}

// lookup finds the node at a path of names; nil where there is none or it is null.
func lookup(node *yaml.Node, path []string) *yaml.Node {
	node = resolve(node)
	if len(path) == 0 {
		if node.Tag == "!!null" {
			return nil
		}
		return node
	}
	if node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == path[0] {
			return lookup(node.Content[i+1], path[1:])
		}
	}
	return nil
}

// resolve follows an alias to what it names.
func resolve(node *yaml.Node) *yaml.Node {
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	return node
}

func isMapping(node *yaml.Node) string {
	if node.Kind != yaml.MappingNode {
		return "must be a mapping of settings"
	}
	return ""
}

func isBool(node *yaml.Node) string {
	if node.Kind != yaml.ScalarNode || node.Tag != "!!bool" {
		return "must be true or false, without quotes"
	}
	return ""
}

// isText lets numbers through: a token of digits alone is one to YAML.
func isText(node *yaml.Node) string {
	if node.Kind != yaml.ScalarNode || node.Tag == "!!bool" {
		return "must be a text"
	}
	return ""
}

func isRealEndpoint(node *yaml.Node) string {
	host := strings.TrimPrefix(strings.TrimPrefix(node.Value, "https://"), "http://")
	first, _, _ := strings.Cut(host, ".")
	if onlyX(first) {
		return "is still the example's placeholder; put the endpoint's host name there"
	}
	return ""
}

func isRealToken(node *yaml.Node) string {
	if onlyX(node.Value) {
		return "is still the example's placeholder; put the edge host's token there"
	}
	return ""
}

// onlyX tells whether the text is made of x alone, in either case.
func onlyX(text string) bool { return text != "" && strings.Trim(text, "xX") == "" }

func all(checks ...func(*yaml.Node) string) func(*yaml.Node) string {
	return func(node *yaml.Node) string {
		for _, check := range checks {
			if problem := check(node); problem != "" {
				return problem
			}
		}
		return ""
	}
}
