// Command measure times commands in turn, so that a machine whose speed drifts
// treats them alike, and prints the medians of each and their ratio to the first:
//
//	measure [-space DIR] ROUNDS NAME COMMAND [NAME COMMAND]...
//
// Each COMMAND is a line for the shell; what it prints is thrown away. With -space
// the peak use of the filesystem that holds DIR is measured too.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"text/tabwriter"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var watched space
	if len(args) > 1 && args[0] == "-space" {
		watched, args = space{dir: args[1]}, args[2:]
	}
	if len(args) < 3 || len(args)%2 == 0 {
		return errors.New("usage: measure [-space DIR] ROUNDS NAME COMMAND [NAME COMMAND]")
	}
	rounds, err := strconv.Atoi(args[0])
	if err != nil || rounds < 1 {
		return fmt.Errorf("%q is no number of rounds; give 1 or more", args[0])
	}
	subjects := subjectsOf(args[1:])
	for range rounds {
		for i := range subjects {
			if err := subjects[i].run(ctx, watched); err != nil {
				return err
			}
		}
	}
	return report(subjects, watched.dir != "")
}

func report(subjects []subject, withSpace bool) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	title := "command\twall s\tratio\tCPU s\tratio\tpeak MiB"
	if withSpace {
		title += "\tpeak disk MiB\tratio"
	}
	if _, err := fmt.Fprintln(table, title); err != nil {
		return err
	}
	first := subjects[0].medians()
	for _, s := range subjects {
		if _, err := fmt.Fprintln(table, s.name+s.medians().columns(first, withSpace)); err != nil {
			return err
		}
	}
	return table.Flush()
}

// columns are a line's figures, with their ratios to the first line's.
func (m sample) columns(first sample, withSpace bool) string {
	text := fmt.Sprintf("\t%.2f\t%.2f\t%.2f\t%.2f\t%.0f", m.wall, m.wall/first.wall, m.cpu, m.cpu/first.cpu, m.peak)
	if withSpace {
		text += fmt.Sprintf("\t%.0f\t%.2f", m.space, m.space/first.space)
	}
	return text
}
