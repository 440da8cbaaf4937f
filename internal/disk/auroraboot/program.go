package auroraboot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/amikit/amikit/internal/child"
)

// program is the name of what makes the disk, in its image.
const program = "auroraboot"

// runner starts programs with auroraboot's environment.
type runner struct{ env []string }

// auroraboot runs the program with its log going to log, and explains a failure.
func (r runner) auroraboot(ctx context.Context, args []string, log *logFilter) error {
	cmd, err := r.command(ctx, program, args...)
	if err != nil {
		return fail("set AURORABOOT_IMAGE to an image that has it, such as the default", "the image has no program auroraboot")
	}
	cmd.Stdout, cmd.Stderr = log, log
	err = cmd.Run()
	if flushErr := log.Flush(); err == nil && flushErr != nil {
		return fmt.Errorf("show auroraboot's log: %w", flushErr)
	}
	if ctx.Err() != nil {
		return fmt.Errorf("run auroraboot: %w", ctx.Err())
	}
	return explainExit(err, log.Lines())
}

func explainExit(err error, lines []string) error {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return ignoredSettings(lines)
	case !errors.As(err, &exit):
		return fmt.Errorf("run auroraboot: %w", err)
	case exit.ExitCode() < 0:
		return fail("it may have run out of memory; give buildkitd's machine more", "auroraboot was ended by %s", exit.ProcessState)
	}
	return explain(lines)
}

// output runs a program and returns what it prints. Its standard error is in the error.
func (r runner) output(ctx context.Context, stdin, name string, args ...string) ([]byte, error) {
	cmd, err := r.command(ctx, name, args...)
	if err != nil {
		return nil, err
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", name, err, oneLine(stderr.String()+stdout.String()))
	}
	return stdout.Bytes(), nil
}

// command looks the program up on the PATH that the programs get, not on this process's.
func (r runner) command(ctx context.Context, name string, args ...string) (*exec.Cmd, error) {
	path, found := find(r.env, name)
	if !found {
		return nil, fmt.Errorf("%s: %w", name, os.ErrNotExist)
	}
	cmd := child.Command(ctx, path, args...)
	cmd.Env = r.env
	return cmd, nil
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// version asks the program for its release, such as "v0.26.2".
func (r runner) version(ctx context.Context) (string, error) {
	out, err := r.output(ctx, "", program, "--version")
	if errors.Is(err, os.ErrNotExist) {
		return "", fail("set AURORABOOT_IMAGE to an image that has it, such as the default", "the image has no program auroraboot")
	}
	if err != nil {
		return "", fmt.Errorf("ask auroraboot for its version: %w", err)
	}
	fields := strings.Fields(string(out))
	if len(fields) == 0 {
		return "", errors.New("ask auroraboot for its version: it said nothing")
	}
	return fields[len(fields)-1], nil
}
