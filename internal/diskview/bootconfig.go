package diskview

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/amikit/amikit/disk"
)

// followSystemdBoot reads the entries of the Boot Loader Specification: type 1 in
// loader/entries, type 2 in EFI/Linux.
func (t *tracer) followSystemdBoot() {
	for _, name := range slices.Sorted(maps.Keys(t.files)) {
		switch {
		case path.Dir(name) == "loader/entries" && path.Ext(name) == ".conf":
			t.followEntry(t.files[name].Path)
		case path.Dir(name) == "efi/linux" && path.Ext(name) == ".efi":
			t.start(systemdBoot, name)
		}
	}
}

func (t *tracer) followEntry(name string) {
	t.add(Step{By: systemdBoot, Does: "reads", What: "entry", Path: name, Partition: t.esp.Number})
	options := ""
	for line := range strings.Lines(t.read(t.esp, name)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch value = strings.TrimSpace(value); key {
		case "linux", "efi":
			t.add(Step{By: systemdBoot, Does: "starts", What: kernel, Path: strings.TrimPrefix(value, "/"), Partition: t.esp.Number})
		case "options":
			options = value
		}
	}
	t.mount(kernel, options)
}

// followGRUB reads the configurations on the EFI system partition. Which one a
// GRUB reads is built into it; copies of one text are told once.
func (t *tracer) followGRUB() {
	seen := map[string]bool{}
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(t.files))) {
		if path.Base(name) != "grub.cfg" {
			continue
		}
		text := t.read(t.esp, name)
		if !seen[text] {
			seen[text] = true
			t.followConfig(t.esp, t.files[name].Path, text, 0)
		}
	}
}

// deepest is how many configurations that lead to each other are followed.
const deepest = 3

// kairosImage is what the menu of a Kairos disk takes its kernel from.
const kairosImage = "cOS/recovery.img"

// followConfig reads what a generated configuration says in plain words: the
// filesystem that it looks for, and what it goes on with there.
func (t *tracer) followConfig(p disk.Partition, name, text string, depth int) {
	t.add(Step{By: grub, Does: "reads", What: "configuration", Path: strings.TrimPrefix(name, "/"), Partition: p.Number})
	here := p
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		switch {
		case len(words) < 2:
		case words[0] == "search":
			here = t.searched(words)
		case words[0] == "configfile" && depth < deepest:
			next := strings.TrimPrefix(words[1], "($root)")
			t.followConfig(here, next, t.read(here, next), depth+1)
		case words[0] == "loopback" && t.has(here, kairosImage):
			t.add(Step{By: grub, Does: "starts", What: "the system in the image", Path: kairosImage, Partition: here.Number})
			return
		case words[0] == "linux" && !strings.Contains(words[1], "$"):
			t.add(Step{By: grub, Does: "starts", What: kernel, Path: strings.TrimPrefix(words[1], "/"), Partition: here.Number})
			t.mount(kernel, line)
		}
	}
}

// searched returns the partition that GRUB's command search finds.
func (t *tracer) searched(words []string) disk.Partition {
	tag := "LABEL="
	if slices.Contains(words, "--fs-uuid") || slices.Contains(words, "-u") {
		tag = "UUID="
	}
	return t.find(tag + words[len(words)-1])
}

// find returns the partition that a name such as LABEL=root means; its zero value
// where the disk has none.
func (t *tracer) find(name string) disk.Partition {
	tag, value, _ := strings.Cut(name, "=")
	value = strings.Trim(value, `"`)
	for _, p := range t.layout.Partitions {
		is := map[string]string{"LABEL": p.Label, "UUID": p.UUID, "PARTUUID": p.GUID, "PARTLABEL": p.Name}[tag]
		if is != "" && (is == value || strings.HasSuffix(tag, "UUID") && strings.EqualFold(is, value)) {
			return p
		}
	}
	return disk.Partition{}
}

// rootByType follows the discoverable partitions specification.
func (t *tracer) rootByType() disk.Partition {
	for _, p := range t.layout.Partitions {
		if p.Type == "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709" || p.Type == "B921B045-1DF0-41C3-AF44-4C6F280D3FAE" {
			return p
		}
	}
	return disk.Partition{}
}
