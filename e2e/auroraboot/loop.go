//go:build linux

package main

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// attach binds a file to a free loop device, by the ioctls that the real program
// uses and, as there, without a second try when another run was faster.
func attach(path string) (string, error) {
	control, err := os.OpenFile("/dev/loop-control", os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	number, err := unix.IoctlRetInt(int(control.Fd()), unix.LOOP_CTL_GET_FREE)
	if closeErr := control.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return "", fmt.Errorf("LOOP_CTL_GET_FREE: %w", err)
	}
	device := fmt.Sprintf("/dev/loop%d", number)
	return device, bind(device, path)
}

func bind(device, path string) error {
	loop, err := os.OpenFile(device, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		if err = unix.IoctlSetInt(int(loop.Fd()), unix.LOOP_SET_FD, int(file.Fd())); err != nil {
			err = fmt.Errorf("LOOP_SET_FD of %s: %w", device, err)
		}
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
	}
	if closeErr := loop.Close(); err == nil {
		err = closeErr
	}
	return err
}

func detach(device string) error {
	loop, err := os.OpenFile(device, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = unix.IoctlSetInt(int(loop.Fd()), unix.LOOP_CLR_FD, 0)
	if closeErr := loop.Close(); err == nil {
		err = closeErr
	}
	return err
}
