// Command rusage runs a program in its place and tells on stderr, in one line, what
// that took: seconds by the clock and of the processors, and the largest memory.
//
//	rusage PROGRAM [ARGUMENT]...
//
// The program has its environment, stdin, stdout and stderr; its exit code is kept.
// hack/bench puts it into images, where no shell and no time is.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	code, err := run(os.Stderr, os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
	}
	os.Exit(code)
}

func run(report io.Writer, args []string) (code int, err error) {
	if len(args) == 0 {
		return 1, errors.New("usage: rusage PROGRAM [ARGUMENT]")
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	start := time.Now()
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		return 1, fmt.Errorf("run %s: %w", args[0], err)
	}
	state := cmd.ProcessState
	_, err = fmt.Fprintf(report, "rusage: wall %.3f s, user %.3f s, system %.3f s, peak %d KiB\n",
		time.Since(start).Seconds(), state.UserTime().Seconds(), state.SystemTime().Seconds(), peakKiB(state))
	return state.ExitCode(), err
}

// peakKiB is the largest resident memory, which Linux counts in KiB.
func peakKiB(state *os.ProcessState) int64 {
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss
	}
	return 0
}
