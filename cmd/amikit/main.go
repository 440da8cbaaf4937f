// Command amikit turns a container image into a bootable disk and an Amazon
// Machine Image: as a BuildKit frontend, as a build client, and one step at a time.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/amikit/amikit/internal/amicmd"
	"github.com/amikit/amikit/internal/diskcmd"
)

func main() {
	os.Exit(run(arguments(os.Args)))
}

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	root := newRootCommand(roleOf(args, os.Getenv), args)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var exit *diskcmd.ExitError
	if !errors.As(err, &exit) {
		exit = &diskcmd.ExitError{Code: 1, Err: err}
	}
	var quiet *silentError
	var told *amicmd.ToldError
	if exit.Err != nil && !errors.As(err, &quiet) && !errors.As(err, &told) {
		fmt.Fprintln(os.Stderr, "error:", exit.Err)
	}
	return exit.Code
}

// silentError is a failure whose message the user has already seen.
type silentError struct{ error }

func (e *silentError) Unwrap() error { return e.error }
