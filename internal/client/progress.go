package client

import (
	"context"
	"fmt"
	"os"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/util/progress/progressui"
	"golang.org/x/term"
)

// progress shows a build's progress until its channel is closed.
type progress struct {
	status   chan *client.SolveStatus
	done     chan struct{}
	warnings []client.VertexWarning
	err      error
	stderr   *os.File
}

// newProgress starts a display. It has a life of its own: a cancelled build still
// has its last lines to show.
func newProgress(mode string, env Environment) (*progress, error) {
	if preset := env.Getenv("BUILDKIT_PROGRESS"); preset != "" && (mode == "" || mode == "auto") {
		mode = preset
	}
	display, err := progressui.NewDisplay(env.Stderr, progressui.DisplayMode(mode))
	if err != nil {
		return nil, fmt.Errorf("--progress %s: %w; it can be auto, plain, tty, quiet or rawjson", mode, err)
	}
	p := &progress{status: make(chan *client.SolveStatus), done: make(chan struct{}), stderr: env.Stderr}
	go func() {
		defer close(p.done)
		p.warnings, p.err = display.UpdateFrom(context.Background(), p.status)
	}()
	return p, nil
}

// wait waits for the display's end and repeats the warnings, which a terminal's
// display has scrolled away.
func (p *progress) wait() error {
	<-p.done
	if term.IsTerminal(int(p.stderr.Fd())) {
		for _, w := range p.warnings {
			_, _ = fmt.Fprintf(p.stderr, "WARNING: %s\n", w.Short)
		}
	}
	return p.err
}
