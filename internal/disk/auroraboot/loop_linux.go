package auroraboot

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// detachLoops detaches the loop devices that back files below dir. auroraboot
// leaves one attached when a mount fails. An exec with security.insecure sees the
// devices of the whole machine, so dir has to be a name that nobody else uses.
func detachLoops(sysBlock, dev, dir string, log io.Writer) {
	backing, err := filepath.Glob(filepath.Join(sysBlock, "loop*", "loop", "backing_file"))
	if err != nil {
		return // the pattern is a constant: it cannot be malformed
	}
	for _, name := range backing {
		if !isBelow(name, dir) {
			continue
		}
		device := filepath.Join(dev, filepath.Base(filepath.Dir(filepath.Dir(name))))
		if err := detach(device); err != nil {
			_, _ = fmt.Fprintf(log, "warning: auroraboot left %s attached, and it cannot be detached: %v\n", device, err)
			continue
		}
		_, _ = fmt.Fprintf(log, "detached %s, which auroraboot left attached\n", device)
	}
}

// isBelow tells whether the backing file that sysfs names lies in dir. The path
// ends in " (deleted)" when the file is gone.
func isBelow(name, dir string) bool {
	text, err := os.ReadFile(name)
	return err == nil && strings.Contains(string(text), dir+string(filepath.Separator))
}

func detach(device string) error {
	f, err := os.Open(device)
	if err != nil {
		return err
	}
	err = unix.IoctlSetInt(int(f.Fd()), unix.LOOP_CLR_FD, 0)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}
