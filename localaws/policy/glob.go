// Package policy decides which actions are denied to whom.
package policy

import "strings"

// Match compares a text with a pattern in which * stands for any text and ?
// for one character, as in IAM policies.
func Match(pattern, text string) bool {
	for i := range len(pattern) {
		if pattern[i] == '*' {
			return matchRest(pattern[i+1:], text[min(i, len(text)):])
		}
		if i >= len(text) || pattern[i] != '?' && pattern[i] != text[i] {
			return false
		}
	}
	return len(pattern) == len(text)
}

func matchRest(pattern, text string) bool {
	for start := range len(text) + 1 {
		if Match(pattern, text[start:]) {
			return true
		}
	}
	return false
}

// MatchFold is Match for names whose case does not count.
func MatchFold(pattern, text string) bool {
	return Match(strings.ToLower(pattern), strings.ToLower(text))
}
