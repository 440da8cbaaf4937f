package main

import (
	"strings"
	"testing"
)

func TestTheMedianIsTheMiddleOfTheRuns(t *testing.T) {
	s := subject{runs: []sample{{wall: 3}, {wall: 1}, {wall: 2}}}
	if got := s.medians().wall; got != 2 {
		t.Fatalf("median is %v", got)
	}
}

func TestARunIsMeasured(t *testing.T) {
	s := subject{name: "work", command: "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"}
	if err := s.run(t.Context(), space{}); err != nil {
		t.Fatal(err)
	}
	if r := s.runs[0]; r.wall <= 0 || r.cpu <= 0 || r.peak <= 0 {
		t.Fatalf("measured %+v", r)
	}
}

func TestAFailingCommandEndsTheMeasurement(t *testing.T) {
	err := run(t.Context(), []string{"1", "failure", "exit 3"})
	if err == nil || !strings.Contains(err.Error(), "failure") {
		t.Fatalf("error is %v", err)
	}
}

func TestWrongArgumentsAreRefused(t *testing.T) {
	for name, args := range map[string][]string{
		"nothing":            nil,
		"a name without":     {"1", "name"},
		"no number of round": {"x", "name", "true"},
	} {
		if err := run(t.Context(), args); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
