package disk

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Limits of directories and paths that are worth reading.
const (
	maxExtDir   = 16 << 20
	maxExtLinks = 40
	rootInode   = 2
	dirHead     = 8
)

// each calls do with every entry of the directory until it answers false. A
// directory with an index reads like one without.
func (e *ext) each(dir *inode, do func(name string, number uint32) bool) error {
	f, err := e.file(dir)
	if err != nil {
		return err
	}
	block := make([]byte, e.blockSize)
	for at := int64(0); at < min(dir.size, maxExtDir); at += e.blockSize {
		if n, err := f.ReadAt(block, at); n < len(block) {
			return fmt.Errorf("read directory: %w", orUnexpected(err))
		}
		if !eachEntry(block, do) {
			return nil
		}
	}
	return nil
}

func eachEntry(block []byte, do func(name string, number uint32) bool) bool {
	le := binary.LittleEndian
	for len(block) >= dirHead {
		number, length, name := le.Uint32(block), int(le.Uint16(block[4:])), int(block[6])
		if length < dirHead || length > len(block) || dirHead+name > length {
			return true // the rest of a damaged block
		}
		if number != 0 && !do(string(block[dirHead:dirHead+name]), number) {
			return false
		}
		block = block[length:]
	}
	return true
}

func (e *ext) lookup(dir *inode, name string) (*inode, error) {
	found := uint32(0)
	err := e.each(dir, func(entry string, number uint32) bool {
		if entry == name {
			found = number
		}
		return found == 0
	})
	if err != nil {
		return nil, err
	}
	if found == 0 {
		return nil, fs.ErrNotExist
	}
	return e.inode(found)
}

// find follows a path from the root directory, and every link inside the filesystem.
func (e *ext) find(name string) (*inode, error) {
	root, err := e.inode(rootInode)
	if err != nil {
		return nil, err
	}
	way, links := []*inode{root}, 0
	for rest := strings.Split(name, "/"); len(rest) > 0; {
		part := rest[0]
		rest = rest[1:]
		here := way[len(way)-1]
		switch {
		case part == "" || part == ".":
			continue
		case part == "..":
			way = way[:max(1, len(way)-1)]
			continue
		case !here.is(modeDir):
			return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
		}
		next, err := e.lookup(here, part)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if !next.is(modeLink) {
			way = append(way, next)
			continue
		}
		target, err := e.target(next)
		if links++; err != nil || links > maxExtLinks {
			return nil, fmt.Errorf("%s: %w", name, orLoop(err))
		}
		if path.IsAbs(target) {
			way = way[:1]
		}
		rest = append(strings.Split(target, "/"), rest...)
	}
	return way[len(way)-1], nil
}

func orLoop(err error) error {
	if err == nil {
		return errors.New("too many links")
	}
	return err
}

// target returns what a symbolic link holds; a short one is in the inode.
func (e *ext) target(link *inode) (string, error) {
	if link.size < int64(len(link.place)) && link.flags&flagExtents == 0 {
		return string(link.place[:link.size]), nil
	}
	text := make([]byte, min(link.size, 4096))
	f, err := e.file(link)
	if err == nil {
		_, err = f.ReadAt(text, 0)
	}
	return string(text), err
}
