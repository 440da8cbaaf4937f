package diskview

import (
	"context"
	"io"
	"path"
	"strings"

	"github.com/amikit/amikit/disk"
)

// Step is one thing on the way from the firmware to the root filesystem.
type Step struct {
	// By is what does it, such as "firmware" or "GRUB".
	By string `json:"by"`
	// Does is "starts", "reads" or "mounts".
	Does string `json:"does"`
	// What it is, such as "shim", "kernel" or "root=LABEL=root".
	What string `json:"what"`
	// Path is the file's path on the partition; empty for a filesystem.
	Path string `json:"path,omitempty"`
	// Partition is the number of the partition; 0 where it is not on this disk.
	Partition int `json:"partition,omitempty"`
}

// tracer follows the files of one disk.
type tracer struct {
	disk   io.ReaderAt
	layout *disk.Layout
	esp    disk.Partition
	files  map[string]*disk.FileEntry // of the EFI system partition, in lower case
	begun  map[string]bool            // programs that were followed, so that a ring of them ends
	steps  []Step
}

// boot follows every loader that a firmware finds.
func boot(ctx context.Context, r io.ReaderAt, l *disk.Layout) ([]Step, error) {
	var steps []Step
	for _, loader := range l.Loaders {
		t := &tracer{disk: r, layout: l, files: map[string]*disk.FileEntry{}, begun: map[string]bool{}}
		if err := t.open(ctx, loader.Partition); err != nil {
			return steps, ctx.Err()
		}
		t.start("firmware", loader.Path)
		steps = append(steps, t.steps...)
	}
	return steps, nil
}

func (t *tracer) open(ctx context.Context, number int) error {
	for _, p := range t.layout.Partitions {
		if p.Number == number {
			t.esp = p
		}
	}
	filesystem, err := disk.OpenFilesystem(t.disk, t.esp)
	if err != nil {
		return err
	}
	return filesystem.Walk(ctx, func(e *disk.FileEntry) error {
		if e.Mode.IsRegular() {
			t.files[strings.ToLower(e.Path)] = e
		}
		return nil
	})
}

func (t *tracer) add(s Step) { t.steps = append(t.steps, s) }

// start follows an EFI program.
func (t *tracer) start(by, name string) {
	file, ok := t.files[strings.ToLower(name)]
	if !ok || t.begun[file.Path] {
		return
	}
	t.begun[file.Path] = true
	kind, image := identify(file)
	t.add(Step{By: by, Does: "starts", What: kind, Path: file.Path, Partition: t.esp.Number})
	switch kind {
	case shim:
		t.start(shim, path.Join(path.Dir(name), "grub"+strings.TrimPrefix(strings.ToLower(path.Base(name)), "boot")))
	case grub:
		t.followGRUB()
	case systemdBoot:
		t.followSystemdBoot()
	case unified:
		t.mount(unified, image.text(".cmdline"))
	}
}

// read returns a text file of a partition; nothing where it cannot be read.
func (t *tracer) read(p disk.Partition, name string) string {
	filesystem, err := disk.OpenFilesystem(t.disk, p)
	if err != nil {
		return ""
	}
	text, err := filesystem.ReadFile(strings.TrimPrefix(name, "/"), 1<<20)
	if err != nil {
		return ""
	}
	return string(text)
}

// has reports whether the partition has the file.
func (t *tracer) has(p disk.Partition, name string) bool {
	filesystem, err := disk.OpenFilesystem(t.disk, p)
	if err != nil {
		return false
	}
	_, err = filesystem.ReadFile(name, 1)
	return err == nil
}

// mount tells which filesystem a kernel's command line names as the root.
func (t *tracer) mount(by, commandLine string) {
	root := ""
	for _, word := range strings.Fields(commandLine) {
		if value, ok := strings.CutPrefix(word, "root="); ok {
			root = value
		}
	}
	p, what := t.find(root), "root="+root
	if root == "" {
		p, what = t.rootByType(), "the root by its partition's type"
	}
	t.add(Step{By: by, Does: "mounts", What: what, Partition: p.Number})
}
