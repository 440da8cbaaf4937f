package amicmd

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/sirupsen/logrus"

	"github.com/amikit/amikit/ami"
)

const (
	redraw    = 100 * time.Millisecond // least time between two pictures
	barWidth  = 30
	eraseLine = "\r\x1b[K"
)

// bar draws the stage under way on the last line of a terminal; what is logged
// scrolls by above it.
type bar struct {
	log   *logrus.Logger
	out   io.Writer
	width func() int
	now   func() time.Time
	stop  chan struct{}

	mu    sync.Mutex
	meter meter
	began time.Time // of the stage
	text  string    // what is drawn of it, without the time that it took so far
	drawn time.Time
	shown bool
}

// newBar draws on out and takes the log's place there.
func newBar(log *logrus.Logger, out io.Writer, width func() int) *bar {
	b := &bar{log: log, out: out, width: width, now: time.Now, stop: make(chan struct{})}
	log.SetOutput(b)
	go b.tick()
	return b
}

// tick shows that a wait goes on.
func (b *bar) tick() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-b.stop:
			return
		case <-ticker.C:
			b.mu.Lock()
			b.draw()
			b.mu.Unlock()
		}
	}
}

// Report logs what is to stay, and draws the rest.
func (b *bar) Report(e ami.Event) {
	if e.Kind != ami.Progress {
		message(b.log.WithFields(nil), e)
	}
	if e.Kind == ami.Warning {
		return // the stage under way goes on
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn(e)
	if e.Kind != ami.Progress {
		return
	}
	b.text = b.describe(e)
	if b.now().Sub(b.drawn) >= redraw {
		b.draw()
	}
}

// turn begins another stage, whose bar appears with its first progress.
func (b *bar) turn(e ami.Event) {
	if e.Stage == b.meter.stage {
		return
	}
	b.meter.begin(e.Stage, b.now())
	b.began, b.text = b.now(), ""
	b.hide()
}

func (b *bar) describe(e ami.Event) string {
	switch {
	case counts(e):
		r := b.meter.see(e, b.now())
		return fmt.Sprintf("%s %s %s", e.Stage, picture(r.percent()), r.amount())
	case e.Total > 0:
		return fmt.Sprintf("%s %s %s", e.Stage, picture(100*e.Done/e.Total), e.Message)
	}
	return e.Stage + ": " + e.Message
}

func picture(percent int64) string {
	full := int(min(max(percent, 0), 100)) * barWidth / 100
	return "[" + strings.Repeat("=", full) + strings.Repeat(" ", barWidth-full) + "]"
}

// draw writes the line anew, never wider than the terminal, which would scroll.
func (b *bar) draw() {
	if b.text == "" {
		return
	}
	b.drawn, b.shown = b.now(), true
	line := b.text + ", " + short(b.now().Sub(b.began))
	if limit := max(b.width()-1, 0); utf8.RuneCountInString(line) > limit {
		line = string([]rune(line)[:limit])
	}
	_, _ = io.WriteString(b.out, eraseLine+line) // a terminal that is gone sees nothing
}

func (b *bar) hide() {
	if b.shown {
		_, _ = io.WriteString(b.out, eraseLine)
	}
	b.shown = false
}

// Write puts lines of the log above the bar.
func (b *bar) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.hide()
	n, err := b.out.Write(text)
	b.draw()
	return n, err
}

func (b *bar) close() {
	close(b.stop)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.hide()
	b.text = ""
}
