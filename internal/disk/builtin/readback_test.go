package builtin

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"path"
	"strings"

	"github.com/diskfs/go-diskfs/backend/file"
	"github.com/diskfs/go-diskfs/filesystem"
	"github.com/diskfs/go-diskfs/filesystem/fat16"

	"github.com/amikit/amikit/disk"
)

// debugfs runs one command on an ext partition.
func (b *built) debugfs(p disk.Partition, command string) string {
	b.t.Helper()
	image := fmt.Sprintf("%s?offset=%d", b.name, p.Start)
	output, err := exec.CommandContext(b.t.Context(), "debugfs", "-R", command, image).Output()
	if err != nil {
		b.t.Fatalf("debugfs %q: %v", command, err)
	}
	return string(output)
}

// rootStat returns what debugfs says of a file on the root partition.
func (b *built) rootStat(path string) string {
	b.t.Helper()
	return b.debugfs(b.part("root"), "stat "+path)
}

func (b *built) rootFile(path string) string {
	b.t.Helper()
	return b.debugfs(b.part("root"), "cat "+path)
}

func (b *built) fat(p disk.Partition) filesystem.FileSystem {
	b.t.Helper()
	storage, err := file.OpenFromPath(b.name, true)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = storage.Close() })
	fat, err := fat16.Read(storage, p.Size, p.Start, sector)
	if err != nil {
		b.t.Fatal(err)
	}
	return fat
}

// espFile returns a file's content on the EFI system partition.
func (b *built) espFile(path string) string {
	b.t.Helper()
	fat := b.fat(b.part("EFI"))
	info, err := fat.Stat(path)
	if err != nil {
		b.t.Fatalf("%s: %v", path, err)
	}
	file, err := fat.Open(path)
	if err != nil {
		b.t.Fatal(err)
	}
	// In one piece: go-diskfs goes past the end of a file when it reads several.
	content := make([]byte, info.Size())
	if _, err := file.Read(content); err != nil && !errors.Is(err, io.EOF) {
		b.t.Fatalf("%s: %v", path, err)
	}
	return string(content)
}

// espList returns the paths of the files on the EFI system partition.
func (b *built) espList() string {
	b.t.Helper()
	return strings.Join(list(b, b.fat(b.part("EFI")), ""), "\n")
}

func list(b *built, fat filesystem.FileSystem, dir string) []string {
	b.t.Helper()
	entries, err := fat.ReadDir(path.Clean(dir))
	if err != nil {
		b.t.Fatal(err)
	}
	var paths []string
	for _, entry := range entries {
		path := path.Join(dir, entry.Name())
		switch {
		case entry.Name() == "." || entry.Name() == "..":
		case entry.IsDir():
			paths = append(paths, list(b, fat, path)...)
		case entry.Type()&fs.ModeType == 0:
			paths = append(paths, path)
		}
	}
	return paths
}
