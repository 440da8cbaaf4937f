package diskview

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"github.com/amikit/amikit/disk"
)

// Text writes the disk for people.
func (v *View) Text(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, part := range []string{v.headText(), systemText(v.System), firstBootText(v.FirstBoot), v.mapText(), v.bootText(), v.problemText()} {
		if _, err := io.WriteString(table, part); err != nil {
			return err
		}
	}
	return table.Flush()
}

func (v *View) headText() string {
	var b strings.Builder
	fmt.Fprintf(&b, "size\t%s, %s of it data\n", mebibytes(v.Size), mebibytes(v.DataBytes))
	fmt.Fprintf(&b, "digest\t%s\n", v.Digest)
	fmt.Fprintf(&b, "boots\t%s, %s, %s\n", orNone(string(v.BootMode)), orNone(v.Architecture), v.Table)
	return b.String()
}

// systemText is what the system on the disk says of itself.
func systemText(s *disk.System) string {
	if s == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "system\t%s\n", orNone(s.Name))
	fmt.Fprintf(&b, "on EC2\tENA driver %s, IMDSv2 %s (%s)\n", orNone(string(s.ENA)), orNone(string(s.IMDSv2)), orNone(s.Agent))
	for _, line := range s.Unread {
		fmt.Fprintf(&b, "unread\t%s\n", line)
	}
	return b.String()
}

func firstBootText(f *disk.FirstBoot) string {
	if f == nil {
		return ""
	}
	return fmt.Sprintf("first boot\tneeds a volume of more than %s\n", mebibytes(f.VolumeSize))
}

// mapText has a line for each part of the disk. Its bar stands where the part is,
// and is the darker the more data is there.
func (v *View) mapText() string {
	var b strings.Builder
	b.WriteString("\npartition\tstart\tsize\tdata\tmap\tfilesystem\tlabel\tname\n")
	for _, s := range v.Map {
		number := ""
		if s.Kind == Partition {
			number = fmt.Sprint(s.Partition)
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", orNone(number), mebibytes(s.Start), mebibytes(s.Size), mebibytes(s.Data),
			v.bar(s), orNone(s.Filesystem()), orNone(s.Label()), s.Title())
	}
	return b.String()
}

// bar fills the columns that the part reaches into.
func (v *View) bar(s Span) string {
	width := float64(v.Size) / Columns
	first := int(float64(s.Start) / width)
	end := max(first+1, int(math.Round(float64(s.Start+s.Size)/width)))
	bar := []rune(strings.Repeat("·", Columns))
	for column := first; column < min(end, Columns); column++ {
		bar[column] = shade(v.Columns[column])
		if s.Data == 0 {
			bar[column] = '░'
		}
	}
	return string(bar)
}

func shade(share float64) rune {
	switch {
	case share <= 0:
		return '░'
	case share < 0.5:
		return '▒'
	case share < 0.9:
		return '▓'
	}
	return '█'
}

func (v *View) bootText() string {
	var b strings.Builder
	for i, s := range v.Boot {
		head := ""
		if i == 0 {
			head = "\nboot"
		}
		fmt.Fprintf(&b, "%s\t%s\n", head, s)
	}
	return b.String()
}

// String tells the step in one sentence.
func (s Step) String() string {
	text := strings.Join([]string{s.By, s.Does, s.What}, " ")
	if s.Path != "" {
		text += " " + s.Path
	}
	if s.Partition == 0 {
		return text + ", which is not on this disk"
	}
	return fmt.Sprintf("%s on partition %d", text, s.Partition)
}

func (v *View) problemText() string {
	var b strings.Builder
	for _, problem := range v.Problems {
		fmt.Fprintf(&b, "\nproblem\t%s\n", problem)
	}
	return b.String()
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }

func orNone(text string) string { return cmp.Or(text, "-") }
