package builtin

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/amikit/amikit/internal/child"
)

// makeFS runs mke2fs with our configuration, in the C locale, since the order of
// directory entries follows it, and at a fixed time.
func (p *program) makeFS(ctx context.Context, config string, args []string) error {
	_, err := p.run(ctx, "MKE2FS_CONFIG="+config, args...)
	return err
}

// script runs debugfs's commands of a file on a filesystem. debugfs ends with
// success whatever its commands did, and says what went wrong.
func (p *program) script(ctx context.Context, image, commands string) error {
	output, err := p.run(ctx, "", "-w", "-f", commands, image)
	if err != nil {
		return err
	}
	for line := range strings.Lines(output) {
		if !isDebugfsTalk(line) {
			return fmt.Errorf("debugfs: %s", strings.TrimSpace(line))
		}
	}
	return nil
}

// isDebugfsTalk knows the lines that come with success.
func isDebugfsTalk(line string) bool {
	return strings.TrimSpace(line) == "" || strings.HasPrefix(line, "debugfs") || strings.HasPrefix(line, "Allocated inode: ")
}

func (p *program) run(ctx context.Context, env string, args ...string) (string, error) {
	words := p.command(args...)
	cmd := child.Command(ctx, words[0], words[1:]...)
	cmd.Env = []string{"LC_ALL=C", "DEBUGFS_PAGER=cat", fmt.Sprintf("E2FSPROGS_FAKE_TIME=%d", earliestOnFAT), env}
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		name := path.Base(words[len(words)-len(args)-1])
		return "", &runError{program: name, output: strings.TrimSpace(output.String()), err: err}
	}
	return output.String(), nil
}

// runError is a program that failed, with the last line that it printed.
type runError struct {
	program, output string
	err             error
}

func (e *runError) Error() string {
	last := strings.TrimSpace(e.output[strings.LastIndexByte(e.output, '\n')+1:])
	if strings.Contains(e.output, "Could not allocate") {
		last += "; give a larger size"
	}
	if last == "" {
		return fmt.Sprintf("%s: %v", e.program, e.err)
	}
	return fmt.Sprintf("%s: %v: %s", e.program, e.err, last)
}

func (e *runError) Unwrap() error { return e.err }
