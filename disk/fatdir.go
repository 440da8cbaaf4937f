package disk

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"strings"
)

// Directory entries (Microsoft's FAT specification, section 6).
const (
	dirEntrySize     = 32
	attrDirectory    = 0x10
	attrVolume       = 0x08
	maxDirectorySize = 2 << 20 // the specification's own limit: 65536 entries
)

// dirEntry is a file's short name and place.
type dirEntry struct {
	name    string
	dir     bool
	cluster uint32
	size    int64
}

// readFile returns the first limit bytes of the file whose path is given in
// short names, such as EFI/BOOT/BOOTX64.EFI.
func (f *fat) readFile(path string, limit int64) ([]byte, error) {
	entries, err := f.root()
	if err != nil {
		return nil, err
	}
	names := strings.Split(path, "/")
	for _, name := range names[:len(names)-1] {
		dir, ok := find(entries, name)
		if !ok || !dir.dir {
			return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
		}
		if entries, err = f.readDir(dir.cluster); err != nil {
			return nil, err
		}
	}
	file, ok := find(entries, names[len(names)-1])
	if !ok || file.dir {
		return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	return f.readClusters(file.cluster, min(limit, file.size))
}

func find(entries []dirEntry, name string) (dirEntry, bool) {
	for _, e := range entries {
		if strings.EqualFold(e.name, name) {
			return e, true
		}
	}
	return dirEntry{}, false
}

func (f *fat) root() ([]dirEntry, error) {
	if f.wide {
		return f.readDir(f.rootCluster)
	}
	table := make([]byte, f.rootEntries*dirEntrySize)
	if n, err := f.r.ReadAt(table, f.rootAt); n < len(table) {
		return nil, fmt.Errorf("read root directory: %w", err)
	}
	return parseDir(table), nil
}

func (f *fat) readDir(first uint32) ([]dirEntry, error) {
	table, err := f.readClusters(first, maxDirectorySize)
	if err != nil {
		return nil, fmt.Errorf("read directory: %w", err)
	}
	return parseDir(table), nil
}

func parseDir(table []byte) []dirEntry {
	var entries []dirEntry
	for ; len(table) >= dirEntrySize && table[0] != 0; table = table[dirEntrySize:] {
		deleted, volume := table[0] == 0xe5, table[11]&attrVolume != 0 // long names count as volumes
		if !deleted && !volume {
			entries = append(entries, parseDirEntry(table))
		}
	}
	return entries
}

func parseDirEntry(e []byte) dirEntry {
	name, extension := strings.TrimRight(string(e[:8]), " "), strings.TrimRight(string(e[8:11]), " ")
	if extension != "" {
		name += "." + extension
	}
	le := binary.LittleEndian
	return dirEntry{
		name:    name,
		dir:     e[11]&attrDirectory != 0,
		cluster: uint32(le.Uint16(e[20:]))<<16 | uint32(le.Uint16(e[26:])),
		size:    int64(le.Uint32(e[28:])),
	}
}
