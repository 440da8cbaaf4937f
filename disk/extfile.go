package disk

import (
	"encoding/binary"
	"errors"
	"io"
)

// extFile reads one file. It remembers the last block of pointers of each level,
// so that reading on costs no look-up; it is not for several goroutines.
type extFile struct {
	fs     *ext
	inode  *inode
	runs   []extRun // of a file with extents
	levels [3]pointerBlock
}

type pointerBlock struct {
	number int64
	data   []byte
}

func (e *ext) file(i *inode) (*extFile, error) {
	f := &extFile{fs: e, inode: i}
	if i.flags&flagExtents == 0 {
		return f, nil
	}
	var err error
	f.runs, err = e.extentRuns(i.place[:])
	return f, err
}

// Size returns the file's size in bytes.
func (f *extFile) Size() int64 { return f.inode.size }

// ReadAt reads as [io.ReaderAt] says. Holes read as zeroes.
func (f *extFile) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, errors.New("negative offset")
	}
	done := 0
	for done < len(p) && off < f.inode.size {
		n, err := f.readRun(p[done:], off)
		done, off = done+n, off+int64(n)
		if err != nil {
			return done, err
		}
	}
	if done < len(p) {
		return done, io.EOF
	}
	return done, nil
}

// readRun reads what lies together on the disk, at least one byte.
func (f *extFile) readRun(p []byte, off int64) (int, error) {
	size := f.fs.blockSize
	first, within := off/size, off%size
	start, err := f.block(first)
	if err != nil {
		return 0, err
	}
	limit := min(int64(len(p)), f.inode.size-off)
	length := size - within
	for next := first + 1; length < limit; next++ {
		block, err := f.block(next)
		if err != nil {
			return 0, err
		}
		if start == 0 && block != 0 || start != 0 && block != start+next-first {
			break
		}
		length += size
	}
	part := p[:min(length, limit)]
	if start == 0 {
		clear(part)
		return len(part), nil
	}
	return len(part), f.fs.read(part, start*size+within)
}

// block returns where the file's block n lies; 0 is a hole.
func (f *extFile) block(n int64) (int64, error) {
	if f.inode.flags&flagExtents != 0 {
		return findRun(f.runs, n), nil
	}
	return f.mapped(n)
}

// directBlocks are named in the inode itself; behind them stand one block of
// pointers, one of pointers to such, and one of pointers to those.
const directBlocks = 12

func (f *extFile) mapped(n int64) (int64, error) {
	if n < directBlocks {
		return f.pointer(f.inode.place[:], n), nil
	}
	n -= directBlocks
	each := f.fs.blockSize / 4
	reach := int64(1)
	for level := range len(f.levels) {
		reach *= each
		if n < reach {
			return f.indirect(f.pointer(f.inode.place[:], int64(directBlocks+level)), n, reach, level)
		}
		n -= reach
	}
	return 0, errors.New("a file is longer than its block map")
}

func (f *extFile) indirect(at, n, reach int64, level int) (int64, error) {
	for ; at != 0 && level >= 0; level-- {
		pointers, err := f.pointers(at, level)
		if err != nil {
			return 0, err
		}
		reach /= f.fs.blockSize / 4
		at, n = f.pointer(pointers, n/reach), n%reach
	}
	return at, nil
}

func (f *extFile) pointers(at int64, level int) ([]byte, error) {
	kept := &f.levels[level]
	if kept.number == at {
		return kept.data, nil
	}
	kept.number, kept.data = 0, make([]byte, f.fs.blockSize)
	if err := f.fs.read(kept.data, at*f.fs.blockSize); err != nil {
		return nil, err
	}
	kept.number = at
	return kept.data, nil
}

func (f *extFile) pointer(table []byte, n int64) int64 {
	return int64(binary.LittleEndian.Uint32(table[4*n:]))
}
