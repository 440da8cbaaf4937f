package main

import "regexp"

// recipes is what of an Earthfile matters here, by its lines: a whole parser would
// refuse the features of other versions.
type recipes struct{ targets, args, imports map[string]bool }

func readRecipes(text string) recipes {
	return recipes{
		targets: firstGroups(text, `(?m)^([a-z][\w.-]*):\s*$`),
		args:    firstGroups(text, `(?m)^\s*ARG\s+(?:--[\w-]+\s+)*(\w+)`),
		imports: firstGroups(text, `(?m)^\s*IMPORT\s+(?:--[\w-]+\s+)*(\S+)`),
	}
}

func firstGroups(text, pattern string) map[string]bool {
	found := map[string]bool{}
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		found[match[1]] = true
	}
	return found
}
