package builtin

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"syscall"
)

// timestamps makes the times in a filesystem's inodes depend on the input alone.
// mke2fs copies access and change times, which every unpacking of an image
// changes, and takes its own run's time for others.
type timestamps struct {
	// latest is SOURCE_DATE_EPOCH in seconds; 0 means unset.
	latest int64
	// folders is the latest time of a directory in seconds; 0 means unset. A
	// build step that removes a file gives its folder the time of the build.
	folders int64
}

// Fields of an inode (kernel documentation, filesystems/ext4/inodes.rst).
const (
	inodeMode   = 0x00
	inodeAtime  = 0x08
	inodeCtime  = 0x0c
	inodeMtime  = 0x10
	inodeExtra  = 0x80
	inodeCtimeX = 0x84
	inodeMtimeX = 0x88
	inodeAtimeX = 0x8c
	inodeBirth  = 0x90
	inodeBirthX = 0x94
	inodeTimes  = 0x98 - inodeExtra // i_extra_isize that covers all of them
	rootInode   = 2
)

// apply rewrites the times of every inode in the filesystem at the offset. The
// root directory gets the mode of source, which older versions of mke2fs leave
// at 0755, and a fixed time, since an image seldom has one for it.
func (t timestamps) apply(disk string, offset int64, source string) (err error) {
	file, err := os.OpenFile(disk, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("set times: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	tables, err := readInodeTables(file, offset)
	if err != nil {
		return fmt.Errorf("set times: %w", err)
	}
	mode, err := modeOf(source)
	if err != nil {
		return fmt.Errorf("set times: %w", err)
	}
	for _, table := range tables {
		if err := table.rewrite(file, func(number int64, inode []byte) { t.set(number, inode, mode) }); err != nil {
			return fmt.Errorf("set times: %w", err)
		}
	}
	return nil
}

func modeOf(dir string) (uint16, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return 0, err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, fmt.Errorf("%s has no mode", dir)
	}
	return uint16(stat.Mode), nil
}

func (t timestamps) set(number int64, inode []byte, rootMode uint16) {
	le := binary.LittleEndian
	if le.Uint16(inode[inodeMode:]) == 0 {
		return
	}
	seconds, extra := le.Uint32(inode[inodeMtime:]), t.extra(inode)
	if number == rootInode {
		le.PutUint16(inode[inodeMode:], rootMode)
		seconds, extra = earliestOnFAT, 0
	}
	for _, latest := range t.limits(le.Uint16(inode[inodeMode:])) {
		if latest > 0 && unixTime(seconds, extra) > latest {
			seconds, extra = uint32(latest), uint32(latest>>32)&3
		}
	}
	setAll(inode, seconds, extra)
}

// limits are the latest times for an inode of that mode.
func (t timestamps) limits(mode uint16) []int64 {
	if mode&syscall.S_IFMT == syscall.S_IFDIR {
		return []int64{t.folders, t.latest}
	}
	return []int64{t.latest}
}

// extra returns the high bits of the modification time; nanoseconds are dropped,
// as older versions of mke2fs do.
func (t timestamps) extra(inode []byte) uint32 {
	if !hasExtraTimes(inode) {
		return 0
	}
	return binary.LittleEndian.Uint32(inode[inodeMtimeX:]) & 3
}

func hasExtraTimes(inode []byte) bool {
	return len(inode) > inodeExtra+2 && binary.LittleEndian.Uint16(inode[inodeExtra:]) >= inodeTimes
}

func setAll(inode []byte, seconds, extra uint32) {
	le := binary.LittleEndian
	for _, at := range []int{inodeAtime, inodeCtime, inodeMtime} {
		le.PutUint32(inode[at:], seconds)
	}
	if !hasExtraTimes(inode) {
		return
	}
	le.PutUint32(inode[inodeBirth:], seconds)
	for _, at := range []int{inodeAtimeX, inodeCtimeX, inodeMtimeX, inodeBirthX} {
		le.PutUint32(inode[at:], extra)
	}
}

// unixTime joins the 32 signed bits and the two above them.
func unixTime(seconds, extra uint32) int64 {
	return int64(int32(seconds)) + int64(extra&3)<<32
}
