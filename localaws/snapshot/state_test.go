package snapshot_test

import (
	"testing"
	"time"

	"github.com/amikit/amikit/localaws/snapshot"
)

func TestStateMovesWithTime(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	tests := map[string]struct {
		record   snapshot.Record
		now      time.Time
		written  time.Time
		status   snapshot.Status
		progress string
	}{
		"waiting for blocks":     {snapshot.Record{Started: start}, at(600), start, snapshot.Pending, "0%"},
		"completed, not ready":   {snapshot.Record{Direct: true, Ready: at(2)}, at(1), start, snapshot.Pending, "99%"},
		"ready":                  {snapshot.Record{Ready: at(2)}, at(2), start, snapshot.Completed, "100%"},
		"wrong aggregate":        {snapshot.Record{Ready: at(2), Failure: "x"}, at(2), start, snapshot.Failed, "0%"},
		"wrong count, unnoticed": {snapshot.Record{Direct: true, Ready: at(11), WrongCount: true, Failure: "x"}, at(9), start, snapshot.Pending, "0%"},
		"timed out":              {snapshot.Record{Started: start, Timeout: time.Hour}, at(61), start, snapshot.Failed, "0%"},
		"put in time":            {snapshot.Record{Started: start, Timeout: time.Hour}, at(61), at(30), snapshot.Pending, "0%"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := test.record.State(test.now, test.written)
			if s.Status != test.status || s.Progress != test.progress {
				t.Errorf("state is %+v", s)
			}
			if (s.Message != "") != (s.Status == snapshot.Failed) {
				t.Errorf("message is %q", s.Message)
			}
		})
	}
}
