package auroraboot

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// loopPoll is how long a new loop device can be without a holder: what is killed
// so soon after auroraboot attached it leaves it attached.
const loopPoll = 20 * time.Millisecond

// loopWatch sees to it that the loop devices of files below dir go with this
// process, even where SIGKILL ends it: it holds each, to be detached when its last
// opener (a descriptor or a mount) is gone. auroraboot's own detaching then works
// as ever and comes true when the holder closes.
//
// An exec with security.insecure sees the devices of the whole machine, so dir
// has to be a name that nobody else uses.
type loopWatch struct {
	sysBlock, dev, mounts, dir string
	held                       map[string]*heldLoop // by name, such as "loop0"
}

// watchLoops begins the watch. The function that it returns ends it, with every
// device detached: auroraboot leaves one attached when a mount fails.
func watchLoops(dir string) (end func(log io.Writer)) {
	w := &loopWatch{sysBlock: "/sys/block", dev: "/dev", mounts: "/proc/self/mountinfo", dir: dir, held: map[string]*heldLoop{}}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(loopPoll)
		defer tick.Stop()
		for {
			_ = w.look() // what fails here fails again at the end, and is told then
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	return func(log io.Writer) {
		close(done)
		<-ended
		if err := errors.Join(w.look(), w.release()); err != nil {
			_, _ = fmt.Fprintf(log, "warning: auroraboot left a loop device attached, and it cannot be detached: %v\n", err)
		}
	}
}

// look takes what was attached since it last looked. auroraboot has one device at
// a time, so those that it mounted before are then done with.
func (w *loopWatch) look() error {
	fresh, err := w.takeNew()
	mounts, mountsErr := os.ReadFile(w.mounts)
	err = errors.Join(err, mountsErr)
	for name, l := range w.held {
		err = errors.Join(err, l.orderDetach())
		isMounted := strings.Contains(string(mounts), " "+l.number+" ")
		if fresh && l.wasMounted && !isMounted && mountsErr == nil {
			err = errors.Join(err, l.file.Close())
			delete(w.held, name)
		}
		l.wasMounted = l.wasMounted || isMounted
	}
	return err
}

// takeNew holds the devices of dir that are not held yet.
func (w *loopWatch) takeNew() (fresh bool, err error) {
	backing, err := filepath.Glob(filepath.Join(w.sysBlock, "loop*", "loop", "backing_file"))
	for _, file := range backing {
		name := filepath.Base(filepath.Dir(filepath.Dir(file)))
		if w.held[name] != nil || !isBelow(file, w.dir) {
			continue
		}
		l, holdErr := hold(filepath.Join(w.dev, name), filepath.Join(w.sysBlock, name, "dev"))
		if holdErr == nil && !isBelow(file, w.dir) {
			holdErr = l.file.Close() // another build was faster: an open device keeps its file
			l = nil
		}
		if l != nil {
			w.held[name], fresh = l, true
		}
		err = errors.Join(err, holdErr)
	}
	return fresh, err
}

// isBelow tells whether the backing file that sysfs names lies in dir. The path
// ends in " (deleted)" when the file is gone.
func isBelow(name, dir string) bool {
	text, err := os.ReadFile(name)
	return err == nil && strings.Contains(string(text), dir+string(filepath.Separator))
}

func (w *loopWatch) release() error {
	var err error
	for name, l := range w.held {
		err = errors.Join(err, l.file.Close())
		delete(w.held, name)
	}
	return err
}
