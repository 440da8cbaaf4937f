package userdata

import (
	"errors"
	"io"
	"strings"
)

func isEnd(err error) bool { return errors.Is(err, io.EOF) }

// knownReason returns the part of a parser's message that says what is wrong and
// holds nothing of the document, or nothing. The list is closed: a message that
// a later parser words in another way could quote a value.
func knownReason(message string) string {
	for _, reason := range []string{
		"found character that cannot start any token",
		"found a tab character that violates indentation",
		"found unexpected end of stream",
		"mapping values are not allowed in this context",
		"did not find expected key",
		"did not find expected ',' or ']'",
		"did not find expected ',' or '}'",
		"did not find expected '-' indicator",
		"did not find expected alphabetic or numeric character",
		"could not find expected ':'",
		"could not find expected directive name",
		"found unknown escape character",
		"control characters are not allowed",
		"block sequence entries are not allowed in this context",
		"did not find expected <document start>",
		"did not find expected node content",
		"excessive aliasing",
	} {
		if strings.Contains(message, reason) {
			return reason
		}
	}
	return otherReason(message)
}

// otherReason words the messages that do quote the document.
func otherReason(message string) string {
	switch {
	case strings.Contains(message, "already defined"):
		return "a name is given twice in one mapping"
	case strings.Contains(message, "unknown anchor"):
		return "an alias names an anchor that is not there"
	case strings.Contains(message, "contains itself"):
		return "an anchor holds itself"
	}
	return ""
}
