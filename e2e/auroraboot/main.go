//go:build linux

// Command auroraboot stands in for AuroraBoot v0.26.2 where its image cannot be
// had. It takes only what the wrapper in internal/disk/auroraboot may give it and
// refuses everything else, which the real program ignores; it reads, mounts,
// logs, prints the cloud-config and fails as the real one does, and makes a disk
// of the same layout. A test fixture, never part of the product.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// version is the release that this program stands in for.
const version = "v0.26.2"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Print(report(err))
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 1 && args[0] == "--version" {
		fmt.Println("AuroraBoot version " + version)
		return nil
	}
	set, err := parse(args)
	if err != nil {
		return err
	}
	logf("WRN", "This is a stand-in for auroraboot %s, for tests", version)
	return build(set)
}

// report is what ends a failed run: the causes as a list, or one line where the
// run had not begun.
func report(err error) string {
	var failed *stepError
	if !errors.As(err, &failed) {
		return err.Error() + "\n"
	}
	lines := []string{failed.err.Error()}
	if failed.dependent != "" {
		lines = append(lines, failed.dependent)
	}
	noun := "errors"
	if len(lines) == 1 {
		noun = "error"
	}
	return fmt.Sprintf("%d %s occurred:\n\t* %s\n\n", len(lines), noun, strings.Join(lines, "\n\t* "))
}

// stepError is the failure of a step, with the step that then could not run.
type stepError struct {
	err       error
	dependent string
}

func (e *stepError) Error() string { return e.err.Error() }
