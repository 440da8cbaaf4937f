package amicmd

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/amikit/amikit/ami"
)

// CollectRequest is what `ami gc` was asked for.
type CollectRequest struct {
	// Flag returns what a setting's flag was given; empty for nothing.
	Flag func(setting string) string
	// OlderThan is the least age of what is removed.
	OlderThan time.Duration
	// DryRun lists and removes nothing.
	DryRun bool
	// Form is how the list is written.
	Form Form
}

// Collect removes what killed runs left, and writes a line for each.
func Collect(ctx context.Context, e Environment, q CollectRequest) error {
	return e.with(q.Flag, func(s *session) error { return s.collect(ctx, q) })
}

func (s *session) collect(ctx context.Context, q CollectRequest) error {
	if err := s.connectIn(ctx); err != nil {
		return err
	}
	e := s.environment
	left, err := ami.Leftovers(ctx, s.options, q.OlderThan)
	if err != nil {
		return err
	}
	if q.Form == JSON {
		if err := e.writeLeftovers(left); err != nil {
			return err
		}
	}
	var failed []error
	for _, l := range left {
		failed = append(failed, e.collect(ctx, l, q))
	}
	return problems(failed...)
}

func (e Environment) collect(ctx context.Context, l ami.Leftover, q CollectRequest) error {
	verb := "would remove"
	if !q.DryRun {
		verb = "removed"
		if err := l.Remove(ctx); err != nil {
			return err
		}
	}
	if q.Form == JSON {
		return nil
	}
	line := l.ID
	if q.Form != ID {
		line = fmt.Sprintf("%s %s %s (%s, %s, disk %s)", verb, l.Kind, l.ID, l.State, l.Created.UTC().Format(time.RFC3339), cmp.Or(l.Disk, "none"))
	}
	if _, err := fmt.Fprintln(e.Stdout, line); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	return nil
}

func (e Environment) writeLeftovers(left []ami.Leftover) error {
	text, err := json.MarshalIndent(append([]ami.Leftover{}, left...), "", "  ")
	if err != nil {
		return fmt.Errorf("encode the list: %w", err)
	}
	if _, err := fmt.Fprintln(e.Stdout, string(text)); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	return nil
}
