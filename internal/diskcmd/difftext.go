package diskcmd

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"github.com/amikit/amikit/disk/compare"
)

// signs stand before what one disk has, or both have in other forms.
var signs = map[compare.Change]string{compare.Removed: "-", compare.Added: "+", compare.Changed: "~"}

// diffText is the result for people: a line for each thing that differs.
func diffText(r *compare.Result) string {
	if r.Same {
		return "the disks are the same\n"
	}
	var b strings.Builder
	for _, f := range r.Fields {
		fmt.Fprintf(&b, "~ %s\n", fieldText(f))
	}
	for _, p := range r.Partitions {
		b.WriteString(partitionText(p))
	}
	b.WriteString(blocksText(r.Blocks))
	return b.String()
}

func partitionText(p compare.Partition) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s partition %d%s", signs[p.Change], p.Number, quoted(p.Name))
	if p.Change == compare.Changed {
		fmt.Fprintf(&b, ": %s, %s", count(len(p.Files), "file"), count(p.Blocks, "block"))
	}
	b.WriteString("\n")
	for _, f := range p.Fields {
		fmt.Fprintf(&b, "    ~ %s\n", fieldText(f))
	}
	writeFiles(&b, "    ", p.Files, p.Unread)
	return b.String()
}

// writeFiles writes a line for each file; those inside an image stand below it.
func writeFiles(b *strings.Builder, indent string, files []compare.File, unread string) {
	for _, f := range files {
		fmt.Fprintf(b, "%s%s %s%s\n", indent, signs[f.Change], path.Join("/", f.Path), fieldsText(f.Fields))
		writeFiles(b, indent+"    ", f.Inside, f.Unread)
	}
	if unread != "" {
		fmt.Fprintf(b, "%s? %s\n", indent, unread)
	}
}

func quoted(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf(" %q", name)
}

// fieldText shows both values; contents of one size have the same two.
func fieldText(f compare.Field) string {
	if f.Old == f.New {
		return fmt.Sprintf("%s (%s in both)", f.Name, f.Old)
	}
	return fmt.Sprintf("%s %s → %s", f.Name, cmp.Or(f.Old, "-"), cmp.Or(f.New, "-"))
}

func fieldsText(fields []compare.Field) string {
	var texts []string
	for _, f := range fields {
		texts = append(texts, fieldText(f))
	}
	if len(texts) == 0 {
		return ""
	}
	return ": " + strings.Join(texts, ", ")
}

// shownRuns is how many runs of blocks are named; --output=json has all.
const shownRuns = 8

func blocksText(b compare.Blocks) string {
	var runs []string
	for _, r := range b.Runs {
		if len(runs) == shownRuns {
			runs = append(runs, fmt.Sprintf("and %d runs more", len(b.Runs)-shownRuns))
			break
		}
		runs = append(runs, runText(r))
	}
	if b.Outside > 0 {
		runs = append(runs, fmt.Sprintf("%d outside of partitions", b.Outside))
	}
	text := fmt.Sprintf("%s of %d KiB differ", count(b.Changed, "block"), b.Size>>10)
	if len(runs) > 0 {
		text += ": " + strings.Join(runs, ", ")
	}
	return text + "\n"
}

func runText(r compare.Run) string {
	if r.Count == 1 {
		return fmt.Sprint(r.First)
	}
	return fmt.Sprintf("%d-%d", r.First, int64(r.First)+int64(r.Count)-1)
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
