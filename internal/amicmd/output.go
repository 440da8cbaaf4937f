package amicmd

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/step"
)

// Form is how a result is written.
type Form string

// Forms of a result.
const (
	// Text is for people.
	Text Form = "text"
	// JSON is what docs/ami.schema.json describes.
	JSON Form = "json"
	// ID is the image's ID alone.
	ID Form = "id"
)

// ParseForm refuses what is no form.
func ParseForm(name string) (Form, error) {
	switch f := Form(name); f {
	case Text, JSON, ID:
		return f, nil
	}
	return "", fmt.Errorf("--output %q is unknown: it must be text, json or id", name)
}

func (f Form) write(w io.Writer, r *ami.Result) error {
	var err error
	switch f {
	case JSON:
		var data []byte
		if data, err = marshal(r); err == nil {
			_, err = w.Write(data)
		}
	case ID:
		_, err = fmt.Fprintln(w, r.ImageID)
	default:
		_, err = fmt.Fprint(w, describe(r))
	}
	if err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

func describe(r *ami.Result) string {
	var text strings.Builder
	line := func(name, value string) { fmt.Fprintf(&text, "%-14s %s\n", name, value) }
	line("image", r.ImageID)
	line("name", r.Name)
	line("region", r.Region)
	line("snapshot", r.SnapshotID)
	line("object", cmp.Or(r.S3URI, "none"))
	line("disk", r.Digest.String())
	line("architecture", r.Architecture)
	line("boot mode", r.BootMode)
	line("settings", settingsOf(r.Attributes))
	for _, v := range r.Attributes.Volumes {
		line("volume", volumeText(v))
	}
	line("reused", cmp.Or(strings.Join(r.Reused, ", "), "nothing"))
	line("time", fmt.Sprintf("%.1f s", r.Durations.Total))
	return text.String()
}

func marshal(r *ami.Result) ([]byte, error) {
	data, err := json.MarshalIndent(r, "", "  ")
	return append(data, '\n'), err
}

// leave writes what a build's step leaves behind: the result, or why there is
// none. It returns the step's error.
func leave(out string, r *ami.Result, err error) error {
	if err != nil {
		if writeErr := step.WriteError(out, stepError(err)); writeErr != nil {
			return fmt.Errorf("%w (and %w)", err, writeErr)
		}
		return err
	}
	data, err := marshal(r)
	if err != nil {
		return fmt.Errorf("encode the result: %w", err)
	}
	if err := os.WriteFile(filepath.Join(out, step.ResultFile), data, 0o644); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	if err := os.WriteFile(filepath.Join(out, step.IDFile), []byte(r.ImageID+"\n"), 0o644); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}
