package auroraboot

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// heldLoop is a loop device that this process has open, so that it keeps its file.
type heldLoop struct {
	file       *os.File
	number     string // as mountinfo has it, such as "7:0"
	wasMounted bool
}

// hold opens a device; numberFile is sysfs' file of its number.
func hold(device, numberFile string) (*heldLoop, error) {
	f, err := os.Open(device)
	if err != nil {
		return nil, err
	}
	number, err := os.ReadFile(numberFile)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &heldLoop{file: f, number: strings.TrimSpace(string(number))}, nil
}

// orderDetach has the kernel detach the device when nobody has it open any more
// (LO_FLAGS_AUTOCLEAR, loop(4)). auroraboot's LOOP_SET_STATUS64 takes that back,
// so it is asked for again. It is what LOOP_CLR_FD does to a device that somebody
// else has open too; LOOP_SET_STATUS64 could undo what auroraboot set meanwhile.
func (l *heldLoop) orderDetach() error {
	info, err := unix.IoctlLoopGetStatus64(int(l.file.Fd()))
	if err != nil || info.Flags&unix.LO_FLAGS_AUTOCLEAR != 0 {
		return wrapLoop(l.file, err)
	}
	second, err := os.Open(l.file.Name())
	if err != nil {
		return err
	}
	err = unix.IoctlSetInt(int(second.Fd()), unix.LOOP_CLR_FD, 0)
	return errors.Join(wrapLoop(second, err), second.Close())
}

func wrapLoop(f *os.File, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", f.Name(), err)
}
