// Package userdata reads the cloud-config that a machine gets with its disk:
// whether it is one, and which of its texts no log may show.
package userdata

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// header is the first line of every cloud-config; see cloud-init's "User-data formats".
const header = "#cloud-config"

// Places of the cloud-config in a build context, the first one that is there.
const (
	// Path is amikit's own.
	Path = "cloud-images/config/user-data.yaml"
	// Fallback is that of a CanvOS checkout.
	Fallback = "user-data"
)

// Minimal returns a cloud-config that configures nothing. It stands where a user
// gave none, so that no builder puts a default user in its place.
func Minimal() []byte { return []byte(header + "\n") }

// Error is user-data that no machine could use. It never holds a value of the
// document.
type Error struct {
	// Line counts from 1; 0 where the whole document is meant.
	Line int
	// Field is the path of a setting, such as "stylus.site.paletteEndpoint".
	Field string
	// Problem says what is wrong, as the end of a sentence.
	Problem string
}

// Error returns one line.
func (e *Error) Error() string {
	text := "user-data"
	if e.Line > 0 {
		text += " line " + strconv.Itoa(e.Line)
	}
	if e.Field != "" {
		text += ": " + e.Field
	}
	return text + ": " + e.Problem
}

// Validate returns nil where data is a cloud-config: UTF-8, its first line
// "#cloud-config", the rest one YAML mapping or nothing, the fields that amikit
// knows of their types and without the placeholders of the example that users
// start from. What is wrong is an [*Error], the first problem of the document.
func Validate(data []byte) error {
	if err := checkText(data); err != nil {
		return err
	}
	root, err := parse(data)
	if err != nil {
		return err
	}
	if root == nil {
		return nil
	}
	if root.Kind != yaml.MappingNode {
		return &Error{Line: root.Line, Problem: "is no mapping of settings; write `name: value` lines"}
	}
	return checkFields(root)
}

func checkText(data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return &Error{Problem: "is empty; its first line must be " + header}
	}
	if !utf8.Valid(data) {
		return &Error{Problem: "is not UTF-8 text"}
	}
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		return &Error{Line: 1, Problem: "begins with a byte order mark, which cloud-config has not; save it as UTF-8 without one"}
	}
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if string(bytes.TrimRight(first, " \t\r")) != header {
		return &Error{Line: 1, Problem: "the first line must be " + header + " and nothing else"}
	}
	return nil
}

// parse returns the document's top node, or nil where there is nothing but comments.
func parse(data []byte) (*yaml.Node, error) {
	var document yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	switch err := decoder.Decode(&document); {
	case err != nil && !isEnd(err):
		return nil, syntaxError(err)
	case err != nil || len(document.Content) == 0:
		return nil, nil
	}
	if err := decoder.Decode(&yaml.Node{}); err == nil {
		return nil, &Error{Problem: "holds more than one YAML document"}
	} else if !isEnd(err) {
		return nil, syntaxError(err)
	}
	if err := checkDecodes(&document); err != nil {
		return nil, err
	}
	return empty(document.Content[0]), nil
}

// checkDecodes finds what only decoding sees: a name given twice, an alias that
// holds itself, a merge of what is no mapping.
func checkDecodes(document *yaml.Node) error {
	var value any
	if err := document.Decode(&value); err != nil {
		return syntaxError(err)
	}
	return nil
}

// empty turns a document that is null into none.
func empty(root *yaml.Node) *yaml.Node {
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" {
		return nil
	}
	return root
}

// syntaxError keeps the parser's line and reason, and drops what it quotes of
// the document.
func syntaxError(err error) error {
	text := err.Error()
	e := &Error{Problem: "is not valid YAML"}
	if found := regexp.MustCompile(`line (\d+)`).FindStringSubmatch(text); found != nil {
		e.Line, _ = strconv.Atoi(found[1]) // the pattern lets digits through alone
	}
	if reason := knownReason(text); reason != "" {
		e.Problem = fmt.Sprintf("%s: %s", e.Problem, reason)
	}
	return e
}
