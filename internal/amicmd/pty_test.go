package amicmd

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/amikit/amikit/internal/option"
)

// pty is a terminal: what is written to user is read, as a person sees it, by all.
type pty struct {
	t      *testing.T
	user   *os.File
	master *os.File
	seen   chan string
}

func newPTY(t *testing.T, columns uint16) *pty {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fd := int(master.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetUint32(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns}); err != nil {
		t.Fatal(err)
	}
	user, err := os.OpenFile("/dev/pts/"+strconv.Itoa(int(number)), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	p := &pty{t: t, user: user, master: master, seen: make(chan string, 1)}
	go p.watch()
	return p
}

// watch reads until the last writer is gone, which a terminal says by an error.
func (p *pty) watch() {
	var all strings.Builder
	buffer := make([]byte, 4096)
	for {
		n, err := p.master.Read(buffer)
		all.Write(buffer[:n])
		if err != nil {
			p.seen <- all.String()
			return
		}
	}
}

// all closes the terminal and returns what came out of it.
func (p *pty) all() string {
	p.t.Helper()
	if err := p.user.Close(); err != nil {
		p.t.Fatal(err)
	}
	text := <-p.seen
	if err := p.master.Close(); err != nil {
		p.t.Fatal(err)
	}
	return text
}

// screen plays what a terminal got and returns the lines that stay.
func screen(text string) []string {
	var stay []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if at := strings.LastIndex(line, eraseLine); at >= 0 {
			line = line[at+len(eraseLine):]
		}
		stay = append(stay, line)
	}
	return stay
}

// onTerminal runs the verb with its log on a terminal.
func (c *command) onTerminal(p *pty) error {
	e := c.environment()
	e.Stderr = p.user
	return Create(c.context(), e, Request{Path: rawDisk(c.t, c.env[option.S3Bucket]), Flag: func(name string) string { return c.flags[name] }, Form: ID})
}

func TestATerminalShowsABarThatLeavesNothingBehind(t *testing.T) {
	c, p := newCommand(t), newPTY(t, 60)
	if err := c.onTerminal(p); err != nil {
		t.Fatal(err)
	}
	text := p.all()
	if !strings.Contains(text, eraseLine+"upload [") || !strings.Contains(text, "] 4 of 4 MiB (100%)") {
		t.Errorf("there is no bar in %q", text)
	}
	for _, line := range screen(text) {
		if strings.Contains(line, "[===") {
			t.Errorf("a bar stays: %q", line)
		}
	}
	for picture := range strings.SplitSeq(text, eraseLine) {
		if line, _, _ := strings.Cut(picture, "\r"); strings.HasPrefix(line, "upload [") && len(line) >= 60 {
			t.Errorf("the bar is wider than the terminal: %q", line)
		}
	}
	if !strings.Contains(c.stdout.String(), "ami-") {
		t.Errorf("stdout is %q", c.stdout.String())
	}
}

func TestWhereThereIsNoBar(t *testing.T) {
	for name, env := range map[string]map[string]string{
		"a dumb terminal":       {"TERM": "dumb"},
		"plain progress":        {option.Progress: "plain"},
		"progress for programs": {option.Progress: "json"},
		"a log for programs":    {option.LogFormat: "json"},
		"errors only":           {option.LogLevel: "error"},
	} {
		t.Run(name, func(t *testing.T) {
			c, p := newCommand(t), newPTY(t, 80)
			for key, value := range env {
				c.env[key] = value
			}
			if err := c.onTerminal(p); err != nil {
				t.Fatal(err)
			}
			if text := p.all(); strings.Contains(text, eraseLine) {
				t.Errorf("the terminal shows %q", text)
			}
		})
	}
}
