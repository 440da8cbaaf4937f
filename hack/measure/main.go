// Command measure times commands in turn, so that a machine whose speed drifts
// treats them alike, and prints the medians of each and their ratio to the first:
//
//	measure ROUNDS NAME COMMAND [NAME COMMAND]...
//
// Each COMMAND is a line for the shell; what it prints is thrown away.
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
	if len(args) < 3 || len(args)%2 == 0 {
		return errors.New("usage: measure ROUNDS NAME COMMAND [NAME COMMAND]")
	}
	rounds, err := strconv.Atoi(args[0])
	if err != nil || rounds < 1 {
		return fmt.Errorf("%q is no number of rounds; give 1 or more", args[0])
	}
	subjects := subjectsOf(args[1:])
	for range rounds {
		for i := range subjects {
			if err := subjects[i].run(ctx); err != nil {
				return err
			}
		}
	}
	return report(subjects)
}

func report(subjects []subject) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	if _, err := fmt.Fprintln(table, "command\twall s\tratio\tCPU s\tratio\tpeak MiB"); err != nil {
		return err
	}
	first := subjects[0].medians()
	for _, s := range subjects {
		m := s.medians()
		if _, err := fmt.Fprintf(table, "%s\t%.2f\t%.2f\t%.2f\t%.2f\t%.0f\n",
			s.name, m.wall, m.wall/first.wall, m.cpu, m.cpu/first.cpu, m.peak); err != nil {
			return err
		}
	}
	return table.Flush()
}
