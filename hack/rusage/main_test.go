package main

import (
	"bytes"
	"regexp"
	"testing"
)

var line = regexp.MustCompile(`^rusage: wall \d+\.\d{3} s, user \d+\.\d{3} s, system \d+\.\d{3} s, peak [1-9]\d* KiB\n$`)

func TestAProgramIsMeasuredAndItsExitCodeKept(t *testing.T) {
	for script, want := range map[string]int{"true": 0, "exit 3": 3} {
		var report bytes.Buffer
		code, err := run(&report, []string{"sh", "-c", script})
		if err != nil || code != want || !line.MatchString(report.String()) {
			t.Errorf("%s: code %d, error %v, report %q", script, code, err, report.String())
		}
	}
}

func TestAProgramThatIsNotThereIsAnError(t *testing.T) {
	for _, args := range [][]string{nil, {"/nowhere/program"}} {
		var report bytes.Buffer
		if code, err := run(&report, args); err == nil || code == 0 || report.Len() > 0 {
			t.Errorf("%q: code %d, error %v, report %q", args, code, err, report.String())
		}
	}
}
