// Command measure times commands in turn, so that a machine whose speed drifts
// treats them alike, and prints the medians of each and their ratio to the first:
//
//	measure [-space DIR] [-counts URL] [-before LINE] ROUNDS NAME COMMAND [NAME COMMAND]...
//
// Each COMMAND is a line for the shell; what it prints is thrown away. With -space
// the peak use of the filesystem that holds DIR is measured too; with -counts what
// a server got, which tells it at URL as {"requests": 1, "bytes": 1} and sets it
// back on DELETE. LINE runs before each command and is not measured.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
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
	flags := flag.NewFlagSet("measure", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	m := meter{}
	flags.StringVar(&m.watched.dir, "space", "", "")
	flags.StringVar(&m.counted.url, "counts", "", "")
	flags.StringVar(&m.before, "before", "", "")
	err := flags.Parse(args)
	if args = flags.Args(); err != nil || len(args) < 3 || len(args)%2 == 0 {
		return errors.New("usage: measure [-space DIR] [-counts URL] [-before LINE] ROUNDS NAME COMMAND [NAME COMMAND]")
	}
	if err := m.counted.connect(os.Getenv("AWS_CA_BUNDLE")); err != nil {
		return err
	}
	rounds, err := strconv.Atoi(args[0])
	if err != nil || rounds < 1 {
		return fmt.Errorf("%q is no number of rounds; give 1 or more", args[0])
	}
	subjects := subjectsOf(args[1:])
	for range rounds {
		for i := range subjects {
			if err := subjects[i].run(ctx, m); err != nil {
				return err
			}
		}
	}
	return report(subjects, m)
}

// meter is how commands are measured.
type meter struct {
	before  string
	watched space
	counted counts
}

func report(subjects []subject, with meter) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	title := "command\twall s\tratio\tCPU s\tratio\tpeak MiB"
	if with.watched.dir != "" {
		title += "\tpeak disk MiB\tratio"
	}
	if with.counted.url != "" {
		title += "\trequests\tMiB sent"
	}
	if _, err := fmt.Fprintln(table, title); err != nil {
		return err
	}
	first := subjects[0].medians()
	for _, s := range subjects {
		if _, err := fmt.Fprintln(table, s.name+s.medians().columns(first, with)); err != nil {
			return err
		}
	}
	return table.Flush()
}

// columns are a line's figures, with their ratios to the first line's.
func (m sample) columns(first sample, with meter) string {
	text := fmt.Sprintf("\t%.2f\t%.2f\t%.2f\t%.2f\t%.0f", m.wall, m.wall/first.wall, m.cpu, m.cpu/first.cpu, m.peak)
	if with.watched.dir != "" {
		text += fmt.Sprintf("\t%.0f\t%.2f", m.space, m.space/first.space)
	}
	if with.counted.url != "" {
		text += fmt.Sprintf("\t%.0f\t%.0f", m.requests, m.sent)
	}
	return text
}
