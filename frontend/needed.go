package frontend

import (
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
)

// needed are the stages that a target is made of; "" is the last stage.
func (p program) needed(target string) []instructions.Stage {
	if len(p.stages) == 0 {
		return nil
	}
	last := len(p.stages) - 1
	if i, found := findStage(p.stages, target); found {
		last = i
	}
	needs := make([]bool, last+1)
	needs[last] = true
	for i := last; i >= 0; i-- { // a stage stands on earlier ones alone
		for _, name := range p.names(i, needs[i]) {
			markStages(needs[:i], p.stages[:i], name)
		}
	}
	var stages []instructions.Stage
	for i := range needs {
		if needs[i] {
			stages = append(stages, p.stages[i])
		}
	}
	return stages
}

// names are what a stage takes from elsewhere; none where it is not needed.
func (p program) names(i int, isNeeded bool) []string {
	if !isNeeded {
		return nil
	}
	names := []string{p.stages[i].BaseName}
	for _, command := range p.stages[i].Commands {
		switch c := command.(type) {
		case *instructions.CopyCommand:
			names = append(names, c.From)
		case *instructions.RunCommand:
			for _, m := range mountsOf(c) {
				names = append(names, m.From)
			}
		}
	}
	return names
}

// markStages marks the stage of that name or number. A name with a variable can be
// any stage's.
func markStages(needs []bool, stages []instructions.Stage, name string) {
	if i, found := findStage(stages, name); found {
		needs[i] = true
	}
	for i := range needs {
		needs[i] = needs[i] || strings.Contains(name, "$")
	}
}

func findStage(stages []instructions.Stage, name string) (int, bool) {
	if number, err := strconv.Atoi(name); err == nil {
		return number, number >= 0 && number < len(stages)
	}
	if name == "" {
		return 0, false // HasStage would take the first stage without a name
	}
	return instructions.HasStage(stages, name)
}
