package amicmd

import (
	"sync"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/amikit/amikit/ami"
)

// reporter tells a person or a program what happens.
type reporter interface {
	ami.Reporter
	// close ends what is drawn, before anything else is written.
	close()
}

// Paces of lines about the same stage: a build step's log is limited, and has no
// terminal.
const (
	linePace = 5 * time.Second // the first lines, which tell the rate
	slowPace = time.Minute     // those of a stage that takes longer
)

// lines writes events as whole lines of the log, paced.
type lines struct {
	log *logrus.Logger
	now func() time.Time

	mu    sync.Mutex
	meter meter
	began time.Time // of the stage
	last  time.Time // when its last line was written
	ended bool      // its end was told
}

func newLines(log *logrus.Logger) *lines { return &lines{log: log, now: time.Now} }

func (*lines) close() {}

// Report writes the event, if it is one that should be seen now.
func (l *lines) Report(e ami.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e.Stage != l.meter.stage {
		l.meter.begin(e.Stage, l.now())
		l.began, l.last, l.ended = l.now(), l.now(), false
	}
	entry := l.log.WithFields(nil)
	if l.structured() {
		entry = entry.WithField("stage", e.Stage)
	}
	if counts(e) {
		r := l.meter.see(e, l.now())
		if l.due(e) {
			l.amounts(entry, r).Infof("%s: %s", e.Stage, r.amount())
		}
		return
	}
	message(entry, e)
}

// structured reports whether fields may stand beside the message.
func (l *lines) structured() bool {
	_, ok := l.log.Formatter.(*logrus.JSONFormatter)
	return ok
}

// amounts adds the figures for programs.
func (l *lines) amounts(entry *logrus.Entry, r reading) *logrus.Entry {
	if !l.structured() {
		return entry
	}
	return entry.WithFields(logrus.Fields{
		"done": r.done, "total": r.total, "bytesPerSecond": int64(r.rate), "secondsLeft": int64(r.left.Seconds()),
	})
}

// due paces the lines of a stage: often at first, then each minute, and its end once.
func (l *lines) due(e ami.Event) bool {
	pace := linePace
	if l.now().Sub(l.began) > slowPace {
		pace = slowPace
	}
	end := e.Done >= e.Total
	if end && l.ended || !end && l.now().Sub(l.last) < pace {
		return false
	}
	l.last, l.ended = l.now(), end
	return true
}

func message(entry *logrus.Entry, e ami.Event) {
	switch {
	case e.Message == "":
	case e.Kind == ami.Warning:
		entry.Warnf("%s: %s", e.Stage, e.Message)
	default:
		entry.Infof("%s: %s", e.Stage, e.Message)
	}
}
