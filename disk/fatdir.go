package disk

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"strings"
	"time"
)

// Directory entries (Microsoft's FAT specification, section 6).
const (
	dirEntrySize     = 32
	attrDirectory    = 0x10
	attrVolume       = 0x08
	attrLong         = 0x0f
	lowerName        = 0x08 // how Windows and Linux keep the case of a short name
	lowerExtension   = 0x10
	maxDirectorySize = 2 << 20 // the specification's own limit: 65536 entries
)

// dirEntry is a file's names and place.
type dirEntry struct {
	name    string // the short one, of 8 and 3 characters
	long    string // empty where the short one is the only one
	dir     bool
	cluster uint32
	size    int64
	time    time.Time
}

// readFile returns the first limit bytes of the file at a path of short or long
// names, such as EFI/BOOT/BOOTX64.EFI.
func (f *fat) readFile(path string, limit int64) ([]byte, error) {
	file, err := f.lookup(path)
	if err != nil {
		return nil, err
	}
	return f.readClusters(file.cluster, min(limit, file.size))
}

func (f *fat) lookup(path string) (dirEntry, error) {
	entries, err := f.root()
	if err != nil {
		return dirEntry{}, err
	}
	names := strings.Split(path, "/")
	for _, name := range names[:len(names)-1] {
		dir, ok := find(entries, name)
		if !ok || !dir.dir {
			return dirEntry{}, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
		}
		if entries, err = f.readDir(dir.cluster); err != nil {
			return dirEntry{}, err
		}
	}
	file, ok := find(entries, names[len(names)-1])
	if !ok || file.dir {
		return dirEntry{}, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	return file, nil
}

func find(entries []dirEntry, name string) (dirEntry, bool) {
	for _, e := range entries {
		if strings.EqualFold(e.name, name) || e.long != "" && strings.EqualFold(e.long, name) {
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
	var long longName
	for ; len(table) >= dirEntrySize && table[0] != 0; table = table[dirEntrySize:] {
		deleted, volume := table[0] == 0xe5, table[11]&attrVolume != 0 // long names count as volumes
		if !deleted && !volume {
			entry := parseDirEntry(table)
			entry.long = long.of(table[:11])
			entries = append(entries, entry)
		}
		long.add(table[:dirEntrySize], !deleted)
	}
	return entries
}

func parseDirEntry(e []byte) dirEntry {
	name, extension := strings.TrimRight(string(e[:8]), " "), strings.TrimRight(string(e[8:11]), " ")
	if e[12]&lowerName != 0 {
		name = strings.ToLower(name)
	}
	if e[12]&lowerExtension != 0 {
		extension = strings.ToLower(extension)
	}
	if extension != "" {
		name += "." + extension
	}
	le := binary.LittleEndian
	return dirEntry{
		name:    name,
		dir:     e[11]&attrDirectory != 0,
		cluster: uint32(le.Uint16(e[20:]))<<16 | uint32(le.Uint16(e[26:])),
		size:    int64(le.Uint32(e[28:])),
		time:    fatTime(le.Uint16(e[24:]), le.Uint16(e[22:])),
	}
}

// fatTime reads FAT's local time, which counts in two seconds from 1980, as UTC.
func fatTime(date, clock uint16) time.Time {
	return time.Date(1980+int(date>>9), time.Month(date>>5&15), int(date&31), int(clock>>11), int(clock>>5&63), int(clock&31)*2, 0, time.UTC)
}
