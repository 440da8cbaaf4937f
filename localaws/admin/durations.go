package admin

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/amikit/amikit/localaws/timing"
)

// fields are the durations by their names in JSON.
func fields(d *timing.Durations) map[string]*time.Duration {
	return map[string]*time.Duration{
		"import":     &d.Import,
		"image":      &d.Image,
		"snapshot":   &d.Snapshot,
		"readable":   &d.Readable,
		"wrongCount": &d.WrongCount,
		"nameHeld":   &d.NameHeld,
	}
}

func textDurations(d timing.Durations) map[string]string {
	texts := map[string]string{}
	for name, duration := range fields(&d) {
		texts[name] = duration.String()
	}
	return texts
}

// setDurations changes those that are named and leaves the others.
func (c *Controls) setDurations(r *http.Request) (any, error) {
	texts, err := read[map[string]string](r)
	if err != nil {
		return nil, err
	}
	d := c.Clock.Durations()
	known := fields(&d)
	for name, text := range texts {
		target, ok := known[name]
		if !ok {
			return nil, fmt.Errorf("duration %q is none of %q", name, slices.Sorted(maps.Keys(known)))
		}
		if *target, err = time.ParseDuration(text); err != nil {
			return nil, fmt.Errorf("duration %s: %w", name, err)
		}
	}
	c.Clock.SetDurations(d)
	return textDurations(d), nil
}
