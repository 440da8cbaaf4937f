package imports_test

import (
	"testing"
	"time"

	"github.com/amikit/amikit/localaws/imports"
)

func TestTaskStates(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	const takes = 100 * time.Second
	tests := map[string]struct {
		task    imports.Task
		seconds int
		want    imports.State
	}{
		"just begun":        {imports.Task{}, 1, imports.State{Status: "active", Progress: "3", Message: "pending"}},
		"early":             {imports.Task{}, 10, imports.State{Status: "active", Progress: "10", Message: "validating"}},
		"half way":          {imports.Task{}, 50, imports.State{Status: "active", Progress: "50", Message: "downloading/converting"}},
		"late, not done":    {imports.Task{}, 500, imports.State{Status: "active", Progress: "95", Message: "updating"}},
		"done":              {imports.Task{Ended: start}, 0, imports.State{Status: "completed"}},
		"failed just now":   {imports.Task{Ended: start, Failure: "why"}, 1, imports.State{Status: "deleting", Message: "why"}},
		"failed":            {imports.Task{Ended: start, Failure: "why"}, 99, imports.State{Status: "deleted", Message: "why"}},
		"cancelled":         {imports.Task{Ended: start, Cancelled: true}, 99, imports.State{Status: "deleted"}},
		"being called back": {imports.Task{Ended: start, Cancelled: true}, 0, imports.State{Status: "deleting"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.task.Started = start
			got := test.task.State(start.Add(time.Duration(test.seconds)*time.Second), takes)
			if got != test.want {
				t.Errorf("state is %+v, want %+v", got, test.want)
			}
		})
	}
}
