package amicmd

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/amikit/amikit/ami"
)

// writePlan writes a plan; a form of IDs alone gives that of the image that is there.
func (f Form) writePlan(w io.Writer, p *ami.Plan) error {
	text := planText(p)
	switch f {
	case JSON:
		data, err := json.MarshalIndent(p, "", "  ")
		if err != nil {
			return fmt.Errorf("encode the plan: %w", err)
		}
		text = string(data) + "\n"
	case ID:
		text = p.ImageID + "\n"
	}
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write the plan: %w", err)
	}
	return nil
}

func planText(p *ami.Plan) string {
	var text strings.Builder
	line := func(name, value string) { fmt.Fprintf(&text, "%-14s %s\n", name, value) }
	line("image", cmp.Or(p.ImageID, "none yet"))
	line("name", p.Name)
	line("region", p.Region)
	line("method", string(p.ImportMethod))
	line("object", cmp.Or(p.S3URI, "none"))
	line("architecture", p.Image.Architecture)
	line("boot mode", p.Image.BootMode)
	line("settings", settingsOf(p.Image.Attributes))
	for _, v := range p.Image.Attributes.Volumes {
		line("volume", volumeText(v))
	}
	for _, reason := range p.Image.Reasons {
		line("reason", reason)
	}
	for _, h := range p.Exists {
		line("exists", holdingText(h))
	}
	line("would make", cmp.Or(strings.Join(p.Makes, ", "), "nothing"))
	line("family", p.Family)
	line("parent", cmp.Or(p.Parent, "none"))
	line("data bytes", fmt.Sprint(p.DataBytes))
	line("bytes to send", fmt.Sprint(p.SendBytes))
	for i, s := range p.Steps {
		line(fmt.Sprintf("step %d", i+1), s)
	}
	return text.String()
}

// holdingText says what is there, and in what it is not as it is wanted.
func holdingText(h ami.Holding) string {
	text := h.Kind + " " + h.ID
	if h.State != "" {
		text += ", " + h.State
	}
	if h.Kind == ami.KindUpload {
		text += fmt.Sprintf(", %d parts", h.Parts)
	}
	if h.Bytes > 0 {
		text += fmt.Sprintf(", %d bytes", h.Bytes)
	}
	if len(h.Differences) > 0 {
		text += "; it differs: " + strings.Join(h.Differences, ", ")
	}
	return text
}
