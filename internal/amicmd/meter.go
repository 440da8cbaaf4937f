package amicmd

import (
	"time"

	"github.com/amikit/amikit/ami"
)

const (
	// window is the time that a rate is measured over: long enough for parts that
	// end in bursts, short enough to follow the line.
	window = 20 * time.Second
	// spacing is the least time between two samples.
	spacing = 250 * time.Millisecond
	// firstRate is how long a stage is measured before its rate is shown.
	firstRate = time.Second
)

// meter measures how fast the stage under way gets on.
type meter struct {
	stage   string
	samples []sample
}

type sample struct {
	at   time.Time
	done int64
}

// reading is what a meter shows.
type reading struct {
	done, total int64
	// rate is in bytes a second; 0 while it is not known.
	rate float64
	// left is the time that the rest takes at this rate; 0 while it is not known.
	left time.Duration
}

// begin starts the clock of another stage, even before it has done anything.
func (m *meter) begin(stage string, now time.Time) {
	if stage != m.stage {
		m.stage, m.samples = stage, []sample{{at: now}}
	}
}

// see notes how far the stage is and returns what to show.
func (m *meter) see(e ami.Event, now time.Time) reading {
	m.begin(e.Stage, now)
	if e.Done < m.last().done { // a part is sent again
		m.samples = []sample{{at: now, done: e.Done}}
	}
	if now.Sub(m.last().at) >= spacing {
		m.samples = append(m.samples, sample{at: now, done: e.Done})
	}
	for len(m.samples) > 2 && now.Sub(m.samples[1].at) >= window {
		m.samples = m.samples[1:]
	}
	return m.read(e, now)
}

func (m *meter) last() sample { return m.samples[len(m.samples)-1] }

func (m *meter) read(e ami.Event, now time.Time) reading {
	r := reading{done: e.Done, total: e.Total}
	first := m.samples[0]
	if taken := now.Sub(first.at); taken >= firstRate && e.Done > first.done {
		r.rate = float64(e.Done-first.done) / taken.Seconds()
		r.left = time.Duration(float64(e.Total-e.Done) / r.rate * float64(time.Second))
	}
	return r
}

// percent is how much of the stage is done.
func (r reading) percent() int64 {
	if r.total <= 0 {
		return 100
	}
	return 100 * r.done / r.total
}
