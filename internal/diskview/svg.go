package diskview

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// Sizes of the drawing in pixels.
const (
	svgWidth  = 960
	svgMargin = 24
	barTop    = 84
	barHeight = 96
	rowHeight = 26
	charWidth = 7.2 // of the monospaced font at 12 pixels
)

// colours are those of partitions, by number; they differ in lightness too.
var colours = []string{"#8ecae6", "#ffb703", "#95d5b2", "#cdb4db", "#f4978e", "#d9d9d9"}

func colour(number int) string {
	if number == 0 {
		return "#ffffff"
	}
	return colours[(number-1)%len(colours)]
}

// drawing gathers the elements of an SVG 1.1 document.
type drawing struct{ strings.Builder }

// SVG writes the disk as a picture: the partitions in their order, the darker
// strip below each the share of it that is data, and a line for each step of the
// boot. Small parts are drawn larger than they are.
func (v *View) SVG(w io.Writer) error {
	d := &drawing{}
	height := barTop + barHeight + 2*svgMargin + rowHeight*(len(v.Boot)+len(v.Problems))
	fmt.Fprintf(&d.Builder, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%[1]d\" height=\"%[2]d\" viewBox=\"0 0 %[1]d %[2]d\" font-family=\"monospace\" font-size=\"12\">\n", svgWidth, height)
	d.rect(0, 0, svgWidth, float64(height), "#ffffff", "none")
	fmt.Fprintf(&d.Builder, "<text x=\"%d\" y=\"36\" font-size=\"18\">%s</text>\n", svgMargin, escaped(v.File))
	d.text(svgMargin, 60, fmt.Sprintf("%s, %s of it data; %s, %s, %s", mebibytes(v.Size), mebibytes(v.DataBytes), orNone(string(v.BootMode)), orNone(v.Architecture), v.Table))
	x := float64(svgMargin)
	for i, width := range widths(v.Map, svgWidth-2*svgMargin) {
		d.span(v.Map[i], x, width)
		x += width
	}
	d.rows(v)
	d.WriteString("</svg>\n")
	_, err := io.WriteString(w, d.String())
	return err
}

// Least widths: a partition has room for its text.
const (
	leastPartition = 128
	leastGap       = 10
)

// widths gives each part its least width and shares out the rest by their sizes.
func widths(parts []Span, total float64) []float64 {
	all := make([]float64, len(parts))
	size, rest := int64(0), total
	for i, p := range parts {
		all[i] = leastGap
		if p.Kind == Partition {
			all[i] = min(leastPartition, total/float64(len(parts)))
		}
		rest, size = rest-all[i], size+p.Size
	}
	for i, p := range parts {
		all[i] += max(rest, 0) * float64(p.Size) / float64(max(size, 1))
	}
	return all
}

// span draws one part with what fits into it.
func (d *drawing) span(s Span, x, width float64) {
	d.rect(x, barTop, width, barHeight, fill(s), "#333333")
	if s.Size > 0 && s.Kind == Partition {
		d.rect(x, barTop+barHeight-8, width*float64(s.Data)/float64(s.Size), 8, "#333333", "none")
	}
	lines := []string{s.Title(), mebibytes(s.Size)}
	if s.Kind == Partition {
		lines = []string{fmt.Sprintf("%d %s", s.Partition, s.Title()), strings.TrimSpace(s.Filesystem() + " " + s.Label()), mebibytes(s.Size), mebibytes(s.Data) + " data"}
	}
	for i, line := range lines {
		d.text(x+6, float64(barTop+20+18*i), cut(line, width-8))
	}
}

func fill(s Span) string {
	if s.Kind == Table {
		return "#999999"
	}
	return colour(s.Partition)
}

// cut leaves of a line what fits; nothing where that would be a letter or two.
func cut(line string, width float64) string {
	room := max(int(width/charWidth), 0)
	letters := []rune(line)
	switch {
	case len(letters) <= room:
		return line
	case room < 4:
		return ""
	}
	return string(letters[:room-1]) + "…"
}

// rows tell the boot, each beside the colour of the partition it happens on.
func (d *drawing) rows(v *View) {
	y := float64(barTop + barHeight + svgMargin + 8)
	for i, step := range v.Boot {
		d.rect(svgMargin, y-12, 16, 16, colour(step.Partition), "#333333")
		if i > 0 {
			fmt.Fprintf(&d.Builder, "<path d=\"M%d %g v-10\" stroke=\"#333333\"/>\n", svgMargin+8, y-12)
		}
		d.text(svgMargin+28, y, cut(step.String(), svgWidth-3*svgMargin))
		y += rowHeight
	}
	for _, problem := range v.Problems {
		d.text(svgMargin, y, cut("problem: "+problem, svgWidth-2*svgMargin))
		y += rowHeight
	}
}

func (d *drawing) rect(x, y, width, height float64, fill, stroke string) {
	fmt.Fprintf(&d.Builder, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" stroke=\"%s\"/>\n", x, y, width, height, fill, stroke)
}

func (d *drawing) text(x, y float64, line string) {
	if line != "" {
		fmt.Fprintf(&d.Builder, "<text x=\"%.1f\" y=\"%.1f\">%s</text>\n", x, y, escaped(line))
	}
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}
