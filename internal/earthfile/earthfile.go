// Package earthfile reads an Earthfile as far as amikit's tests need it: its
// recipes, their documentation and their commands, and the shell script that a
// recipe amounts to. Earthly's own parser is not importable.
package earthfile

import (
	"fmt"
	"strings"
)

// Recipe is a target or a function.
type Recipe struct {
	// Name is the target's name; a function's is in capitals.
	Name string
	// Doc is the comment right above it, without its number signs.
	Doc string
	// Commands are its commands in their order.
	Commands []Command
}

// Command is one command of a recipe, its continued lines put together.
type Command struct {
	// Line is the number of its first line.
	Line int
	// Keyword is its first word, such as "RUN" or "ELSE IF".
	Keyword string
	// Text is what follows.
	Text string
}

// Base is the name of the recipe that stands above all targets.
const Base = "base"

// Parse reads the text of an Earthfile. The first recipe is [Base].
func Parse(text string) ([]Recipe, error) {
	p := &parser{recipes: []Recipe{{Name: Base}}}
	for i, line := range strings.Split(text, "\n") {
		if err := p.line(i+1, line); err != nil {
			return nil, err
		}
	}
	if p.open {
		return nil, fmt.Errorf("line %d: the file ends in a continued line", p.pending.Line)
	}
	return p.recipes, nil
}

// parser holds what has been read so far.
type parser struct {
	recipes []Recipe
	comment []string // the comment lines right above
	pending Command  // a command whose last line ended in a backslash
	open    bool     // there is one
}

func (p *parser) line(number int, line string) error {
	text := strings.TrimSpace(line)
	switch {
	case p.open && strings.HasPrefix(text, "#"):
		return nil
	case p.open:
		return p.add(p.pending.Line, p.pending.Text+" "+text)
	case text == "":
		p.comment = nil
		return nil
	case strings.HasPrefix(text, "#"):
		p.comment = append(p.comment, strings.TrimSpace(strings.TrimLeft(text, "#")))
		return nil
	case line == text && strings.HasSuffix(text, ":") && !strings.Contains(text, " "):
		p.recipe(strings.TrimSuffix(text, ":"))
		return nil
	}
	p.comment = nil
	return p.add(number, text)
}

func (p *parser) recipe(name string) {
	p.recipes = append(p.recipes, Recipe{Name: name, Doc: strings.Join(p.comment, " ")})
	p.comment = nil
}

func (p *parser) add(number int, text string) error {
	if rest, continued := strings.CutSuffix(text, `\`); continued {
		p.pending, p.open = Command{Line: number, Text: strings.TrimSpace(rest)}, true
		return nil
	}
	p.open = false
	keyword, rest := cutKeyword(text)
	if keyword != strings.ToUpper(keyword) {
		return fmt.Errorf("line %d: %q is no command", number, keyword)
	}
	r := &p.recipes[len(p.recipes)-1]
	r.Commands = append(r.Commands, Command{Line: number, Keyword: keyword, Text: rest})
	return nil
}

// cutKeyword splits a command's first word off; "ELSE IF", "FROM DOCKERFILE" and
// "SAVE ARTIFACT" are one keyword each.
func cutKeyword(text string) (keyword, rest string) {
	for _, two := range []string{"ELSE IF", "FROM DOCKERFILE", "SAVE ARTIFACT", "SAVE IMAGE"} {
		if rest, ok := strings.CutPrefix(text, two+" "); ok {
			return two, strings.TrimSpace(rest)
		}
	}
	keyword, rest, _ = strings.Cut(text, " ")
	return keyword, strings.TrimSpace(rest)
}

// Find returns the recipe of the given name.
func Find(recipes []Recipe, name string) (Recipe, bool) {
	for _, r := range recipes {
		if r.Name == name {
			return r, true
		}
	}
	return Recipe{}, false
}
