package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// subject is a command with what its runs took.
type subject struct {
	name, command string
	runs          []sample
}

// sample is one run: seconds by the clock, seconds of the processors, the largest
// memory of a process and the largest use of the watched filesystem, both in MiB,
// and what a server got: requests, and MiB in their bodies.
type sample struct{ wall, cpu, peak, space, requests, sent float64 }

func subjectsOf(args []string) []subject {
	var subjects []subject
	for pair := range slices.Chunk(args, 2) {
		subjects = append(subjects, subject{name: pair[0], command: pair[1]})
	}
	return subjects
}

func (s *subject) run(ctx context.Context, m meter) error {
	if out, err := exec.CommandContext(ctx, "sh", "-c", m.before).CombinedOutput(); err != nil {
		return fmt.Errorf("prepare %s: %w: %s", s.name, err, out)
	}
	if err := m.counted.reset(ctx); err != nil {
		return err
	}
	taken, err := s.measure(ctx, m.watched)
	if err == nil {
		err = m.counted.read(ctx, &taken)
	}
	s.runs = append(s.runs, taken)
	return err
}

func (s *subject) measure(ctx context.Context, watched space) (sample, error) {
	cmd := exec.CommandContext(ctx, "sh", "-c", s.command)
	cmd.Stderr = os.Stderr
	start := time.Now()
	used, err := watched.peak(ctx, cmd.Run)
	if err != nil {
		return sample{}, fmt.Errorf("run %s: %w", s.name, err)
	}
	taken := sample{wall: time.Since(start).Seconds(), space: used}
	state := cmd.ProcessState
	taken.cpu = (state.UserTime() + state.SystemTime()).Seconds()
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		taken.peak = float64(usage.Maxrss) / 1024 // Linux counts KiB
	}
	return taken, nil
}

func (s *subject) medians() sample {
	return sample{
		wall:     s.median(func(r sample) float64 { return r.wall }),
		cpu:      s.median(func(r sample) float64 { return r.cpu }),
		peak:     s.median(func(r sample) float64 { return r.peak }),
		space:    s.median(func(r sample) float64 { return r.space }),
		requests: s.median(func(r sample) float64 { return r.requests }),
		sent:     s.median(func(r sample) float64 { return r.sent }),
	}
}

func (s *subject) median(figure func(sample) float64) float64 {
	figures := make([]float64, 0, len(s.runs))
	for _, r := range s.runs {
		figures = append(figures, figure(r))
	}
	slices.Sort(figures)
	return figures[len(figures)/2]
}
