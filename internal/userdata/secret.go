package userdata

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// longValue is the length in bytes from which a value is kept out of logs
// whatever its name: keys and tokens are that long, ordinary words are not.
const longValue = 12

// shortest is the length below which hiding a text would only make a log
// unreadable, and protect nothing.
const shortest = 4

// Secrets returns the texts of the document that no log may show, the longest
// first: each line of each value that is long or that stands under a name such
// as "token" or "passwd". Of a document that is no YAML it returns every word
// that is long enough.
func Secrets(data []byte) []string {
	found := collector{}
	root, err := parse(data)
	switch {
	case err != nil:
		found.addWords(string(data))
	case root != nil:
		found.walk(root, false)
	}
	return found.sorted()
}

// collector gathers secret texts, each once.
type collector map[string]bool

func (c collector) walk(node *yaml.Node, secret bool) {
	switch node.Kind {
	case yaml.ScalarNode:
		c.addValue(node, secret)
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			c.walk(node.Content[i+1], secret || isSecretName(node.Content[i].Value))
		}
	case yaml.SequenceNode:
		for _, item := range node.Content {
			c.walk(item, secret)
		}
	}
	// An alias needs no look: what it names is in the document as well.
}

func (c collector) addValue(node *yaml.Node, secret bool) {
	for line := range strings.Lines(node.Value) {
		line = strings.TrimSpace(line)
		if len(line) >= longValue || secret && len(line) >= shortest {
			c[line] = true
		}
	}
}

func (c collector) addWords(text string) {
	for _, word := range strings.Fields(text) {
		if word = strings.Trim(word, `"',[]{}`); len(word) >= longValue && word != header {
			c[word] = true
		}
	}
}

// sorted puts the longest first, so that replacing one does not leave the rest
// of another that holds it.
func (c collector) sorted() []string {
	texts := make([]string, 0, len(c))
	for text := range c {
		texts = append(texts, text)
	}
	slices.SortFunc(texts, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	return texts
}

func isSecretName(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"token", "passw", "secret", "credential", "private", "hash", "auth", "apikey", "api_key", "api-key", "key"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
