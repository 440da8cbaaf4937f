package frontend

import (
	"regexp"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// declaredArg is a name in a Dockerfile's ARG instructions.
type declaredArg struct {
	name  string
	lines []parser.Range
	// unread is an ARG that no instruction uses.
	unread bool
}

// args are the names that the Dockerfile declares, in its order.
func (p program) args() []declaredArg {
	var found []declaredArg
	for i := range p.global {
		found = append(found, p.declared(&p.global[i], false)...)
	}
	run := p.hasRun()
	for _, stage := range p.stages {
		for _, command := range stage.Commands {
			if arg, ok := command.(*instructions.ArgCommand); ok {
				found = append(found, p.declared(arg, run)...)
			}
		}
	}
	return found
}

// declared are an instruction's names. A program of a RUN may read any variable
// of its stage, whatever the instructions show.
func (p program) declared(arg *instructions.ArgCommand, run bool) []declaredArg {
	var found []declaredArg
	for _, a := range arg.Args {
		found = append(found, declaredArg{a.Key, arg.Location(), !run && !p.mentions(a.Key)})
	}
	return found
}

func (p program) mentions(name string) bool {
	return regexp.MustCompile(`\$\{?` + regexp.QuoteMeta(name) + `\b`).Match(p.text)
}

func (p program) hasRun() bool {
	for _, stage := range p.stages {
		for _, command := range stage.Commands {
			if _, ok := command.(*instructions.RunCommand); ok {
				return true
			}
		}
	}
	return false
}
