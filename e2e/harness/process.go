// Package harness starts what an end-to-end test stands on: a BuildKit daemon, a
// registry and a local AWS, all private and on loopback, and runs builds
// against them by every client.
package harness

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"time"

	"github.com/amikit/amikit/internal/child"
)

// Process is a daemon, with its output in a file.
type Process struct {
	cmd  *exec.Cmd
	name string
	log  string
	done chan struct{}
}

// start runs a program with its output in dir/NAME.log. Environment variables
// are put before the name, as in a shell.
func start(dir, name string, env []string, args ...string) (*Process, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, fmt.Errorf("%s is not on PATH; run hack/setup and put the folder that it prints there: %w", name, err)
	}
	p := &Process{name: filepath.Base(name), done: make(chan struct{})}
	p.log = filepath.Join(dir, p.name+".log")
	out, err := os.Create(p.log)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", p.name, err)
	}
	p.cmd = child.Command(context.Background(), path, args...) // a test may be killed
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = out, out
	if err := p.cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", p.name, err), out.Close())
	}
	go func() {
		_ = p.cmd.Wait()
		_ = out.Close()
		close(p.done)
	}()
	return p, nil
}

// await asks ready until it is, and gives up with the log when the process ends
// or a minute has gone.
func (p *Process) await(ready func() bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if ready() {
				return nil
			}
		case <-p.done:
			return fmt.Errorf("%s ended at its start:\n%s", p.name, p.Log())
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready after a minute:\n%s", p.name, p.Log())
		}
	}
}

var listening = regexp.MustCompile(`listening on (127\.0\.0\.1:[0-9]+)`)

// awaitAddress returns the address of loopback that the process says it listens on.
func (p *Process) awaitAddress() (string, error) {
	var found [][]byte
	err := p.await(func() bool {
		found = listening.FindSubmatch(p.Log())
		return found != nil
	})
	if err != nil {
		return "", err
	}
	return string(found[1]), nil
}

// Log returns all that the process has printed.
func (p *Process) Log() []byte {
	data, err := os.ReadFile(p.log)
	if err != nil {
		return []byte(err.Error())
	}
	return bytes.TrimSpace(data)
}

// Stop ends the process and waits until it is gone.
func (p *Process) Stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(20 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
}
