package amicmd

import (
	"fmt"
	"time"

	"github.com/amikit/amikit/ami"
)

const mib = 1 << 20

// counts reports whether a stage's progress is in bytes. That of an import is in
// percent, and its message says it.
func counts(e ami.Event) bool { return e.Kind == ami.Progress && e.Stage != "import" && e.Total > 0 }

// amount says how far a stage is, how fast it gets on and how long it will take.
func (r reading) amount() string {
	text := fmt.Sprintf("%d of %d MiB (%d%%)", r.done/mib, r.total/mib, r.percent())
	if r.rate > 0 {
		text += ", " + speed(r.rate)
	}
	if r.rate > 0 && r.done < r.total {
		text += ", " + short(r.left) + " left"
	}
	return text
}

// speed writes a rate, in bytes a second.
func speed(rate float64) string {
	if rate < 10*mib {
		return fmt.Sprintf("%.1f MiB/s", rate/mib)
	}
	return fmt.Sprintf("%.0f MiB/s", rate/mib)
}

// short writes a time as people say it: 8s, 3m20s, 2h05m.
func short(d time.Duration) string {
	d = d.Round(time.Second)
	h, m, s := d/time.Hour, d%time.Hour/time.Minute, d%time.Minute/time.Second
	switch {
	case h > 0:
		return fmt.Sprintf("%dh%02dm", h, m)
	case m > 0:
		return fmt.Sprintf("%dm%02ds", m, s)
	}
	return fmt.Sprintf("%ds", s)
}
