package main

import (
	"fmt"
	"io"
	"strings"
)

// report is what was found, in the four parts that people ask for.
type report struct{ builds, found, changes, missing []finding }

// finding is one line of the report.
type finding struct{ subject, text string }

func (r *report) build(subject, format string, args ...any) { add(&r.builds, subject, format, args) }
func (r *report) find(subject, format string, args ...any)  { add(&r.found, subject, format, args) }
func (r *report) change(subject, format string, args ...any) {
	add(&r.changes, subject, format, args)
}
func (r *report) miss(subject, format string, args ...any) { add(&r.missing, subject, format, args) }

func add(part *[]finding, subject, format string, args []any) {
	*part = append(*part, finding{subject, fmt.Sprintf(format, args...)})
}

// write prints the parts that hold something, subjects below each other.
func (r *report) write(out io.Writer) error {
	var text strings.Builder
	for _, part := range []struct {
		title string
		lines []finding
	}{
		{"would build", r.builds}, {"found", r.found}, {"behaves otherwise", r.changes}, {"missing", r.missing},
	} {
		if len(part.lines) == 0 {
			continue
		}
		fmt.Fprintf(&text, "%s\n", part.title)
		for _, line := range part.lines {
			fmt.Fprintf(&text, "  %-26s %s\n", line.subject, line.text)
		}
	}
	_, err := io.WriteString(out, text.String())
	return err
}
