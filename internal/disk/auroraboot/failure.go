package auroraboot

import (
	"regexp"
	"strings"

	"github.com/amikit/amikit/internal/step"
)

// knownFailure turns what auroraboot says into what a user should do. In message
// and hint, $1 is the pattern's first group.
type knownFailure struct{ pattern, message, hint string }

// match returns the failure's error if one line of the log has its pattern.
func (k knownFailure) match(lines []string) (*step.Error, bool) {
	pattern := regexp.MustCompile(k.pattern)
	for _, line := range lines {
		if at := pattern.FindStringSubmatchIndex(line); at != nil {
			expand := func(text string) string { return string(pattern.ExpandString(nil, text, line, at)) }
			return &step.Error{Step: stepName, Message: "auroraboot: " + expand(k.message), Hint: expand(k.hint)}, true
		}
	}
	return nil, false
}

// explain finds the cause of a failed run in its log.
func explain(lines []string) *step.Error {
	for _, known := range knownFailures() {
		if e, ok := known.match(lines); ok {
			return e
		}
	}
	return fail("the lines above are its log", "auroraboot failed: %s", cause(lines))
}

// cause returns the first line of auroraboot's list of errors, else the last line
// of the log that is an error, else the last line.
func cause(lines []string) string {
	last := "it said nothing"
	lastError := ""
	for _, line := range lines {
		text := strings.TrimSpace(line)
		if item, ok := strings.CutPrefix(text, "* "); ok {
			return item
		}
		if strings.Contains(text, " ERR ") {
			lastError = text
		}
		last = text
	}
	if lastError != "" {
		return lastError
	}
	return last
}

// ignoredSettings finds a setting that auroraboot put to zero, with exit code 0.
func ignoredSettings(lines []string) error {
	for _, line := range lines {
		if strings.Contains(line, "Failed to parse") && strings.Contains(line, "setting value to 0") {
			return fail("set AURORABOOT_IMAGE to a release that takes sizes in MiB", "auroraboot ignored a size: %s", line)
		}
	}
	return nil
}
