package amicmd

import (
	"fmt"
	"sync"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/amikit/amikit/ami"
)

// pace is the time between two lines about the upload: a build step's log is
// limited, and has no terminal.
const pace = 5 * time.Second

// reporter writes events as whole lines.
type reporter struct {
	log   *logrus.Logger
	start time.Time

	mu   sync.Mutex
	last time.Time
}

func newReporter(log *logrus.Logger) *reporter {
	now := time.Now()
	return &reporter{log: log, start: now, last: now}
}

// Report writes the event, if it is one that a person should see now.
func (r *reporter) Report(e ami.Event) {
	switch {
	case e.Kind == ami.Warning:
		r.log.Warnf("%s: %s", e.Stage, e.Message)
	case e.Message != "":
		r.log.Infof("%s: %s", e.Stage, e.Message)
	case r.due(e):
		r.log.Infof("%s: %s", e.Stage, r.amount(e))
	}
}

func (r *reporter) due(e ami.Event) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.Done < e.Total && time.Since(r.last) < pace {
		return false
	}
	r.last = time.Now()
	return true
}

func (r *reporter) amount(e ami.Event) string {
	const mib = 1 << 20
	if e.Total == 0 {
		return "0 MiB"
	}
	rate := float64(e.Done) / mib / max(time.Since(r.start).Seconds(), 0.001)
	return fmt.Sprintf("%d of %d MiB (%d%%), %.0f MiB/s", e.Done/mib, e.Total/mib, 100*e.Done/e.Total, rate)
}
