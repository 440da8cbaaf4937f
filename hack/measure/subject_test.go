package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
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
	if err := s.run(t.Context(), meter{}); err != nil {
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

func TestTheServersCountsAreOfTheCommandAlone(t *testing.T) {
	requests := 7
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodDelete {
			requests = 0
			return
		}
		_, _ = fmt.Fprintf(w, `{"requests": %d, "bytes": 2097152}`, requests)
	}))
	defer server.Close()
	s := subject{name: "nothing", command: "true"}
	if err := s.run(t.Context(), meter{counted: counts{url: server.URL, client: server.Client()}}); err != nil {
		t.Fatal(err)
	}
	if r := s.runs[0]; r.requests != 0 || r.sent != 2 {
		t.Fatalf("measured %+v", r)
	}
}

func TestAFailingPreparationEndsTheMeasurement(t *testing.T) {
	err := run(t.Context(), []string{"-before", "echo no room; exit 1", "1", "work", "true"})
	if err == nil || !strings.Contains(err.Error(), "no room") {
		t.Fatalf("error is %v", err)
	}
}
