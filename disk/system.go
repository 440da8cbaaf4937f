package disk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Answer is what a disk says to a question of yes or no; empty where it could not
// be read.
type Answer string

// Answers.
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

func answer(yes bool) Answer {
	if yes {
		return Yes
	}
	return No
}

// Family is the kind of system that a disk starts.
type Family string

// Families.
const (
	// Kairos is a disk that installs itself at its first boot.
	Kairos Family = "kairos"
	// OtherFamily is any other system.
	OtherFamily Family = "other"
)

// System is what the root filesystem on a disk says of the system that it starts.
// It decides defaults of the image; what could not be read is empty.
type System struct {
	// Family is empty where no root filesystem was found.
	Family Family `json:"family,omitempty"`
	// Name is the name for people in os-release, such as "Debian GNU/Linux 12 (bookworm)".
	Name string `json:"name,omitempty"`
	// ENA says whether the kernel has the driver of EC2's network card.
	ENA Answer `json:"ena,omitempty"`
	// IMDSv2 says whether the program that asks EC2's metadata service can do so
	// with a session token.
	IMDSv2 Answer `json:"imdsv2,omitempty"`
	// Agent is the path of that program; empty where there is none.
	Agent string `json:"agent,omitempty"`
	// Unread says what could not be read and why, each one line.
	Unread []string `json:"unread,omitempty"`
}

func (s *System) unread(format string, args ...any) {
	s.Unread = append(s.Unread, fmt.Sprintf(format, args...))
}

// Labels of the partitions of Kairos disks (kairos.io, "Architecture").
const (
	labelOEM      = "COS_OEM"
	labelRecovery = "COS_RECOVERY"
	labelState    = "COS_STATE"
)

// ReadSystem reads the filesystems inside the disk that l was read from. It reads
// ext2, ext3 and ext4; anything else is named in Unread and is no error. Its only
// error is that of ctx.
func ReadSystem(ctx context.Context, r io.ReaderAt, l *Layout) (*System, error) {
	s := &System{}
	if recovery, ok := l.labelled(labelRecovery); ok {
		s.Family = Kairos
		s.readKairos(ctx, r, recovery)
	} else {
		s.readRoot(ctx, r, l)
	}
	return s, ctx.Err()
}

func (l *Layout) labelled(label string) (Partition, bool) {
	for _, p := range l.Partitions {
		if p.Label == label {
			return p, true
		}
	}
	return Partition{}, false
}

func (p Partition) open(r io.ReaderAt) (*ext, error) {
	return openExt(io.NewSectionReader(r, p.Start, p.Size))
}

// readRoot looks for the first partition that holds a system.
func (s *System) readRoot(ctx context.Context, r io.ReaderAt, l *Layout) {
	var seen []string
	for _, p := range l.Partitions {
		if p.Type == TypeESP || p.Type == TypeBIOSBoot {
			continue
		}
		root, err := p.open(r)
		if err != nil {
			seen = append(seen, fmt.Sprintf("partition %d: %v", p.Number, err))
			continue
		}
		if root.exists("etc/os-release") || root.exists("usr/lib/os-release") {
			s.Family = OtherFamily
			s.readSystem(ctx, root)
			return
		}
		seen = append(seen, fmt.Sprintf("partition %d: no os-release", p.Number))
	}
	s.unread("no root filesystem that can be read (%s)", orText(strings.Join(seen, ", "), "no partition"))
}

// readSystem answers the questions from a root filesystem.
func (s *System) readSystem(ctx context.Context, root *ext) {
	var err error
	if s.Name, err = root.prettyName(); err != nil {
		s.unread("os-release: %v", err)
	}
	if s.ENA, err = root.hasENA(); err != nil {
		s.unread("the kernel's modules: %v", err)
	}
	if s.Agent, s.IMDSv2, err = root.asksWithToken(ctx, s.Family); err != nil {
		s.unread("what asks the metadata service: %v", err)
	}
}

func (e *ext) prettyName() (string, error) {
	for _, name := range []string{"etc/os-release", "usr/lib/os-release"} {
		text, err := e.readText(name)
		if err != nil {
			return "", err
		}
		for line := range strings.Lines(string(text)) {
			if value, ok := strings.CutPrefix(line, "PRETTY_NAME="); ok {
				return strings.Trim(strings.TrimSpace(value), `"'`), nil
			}
		}
	}
	return "", nil
}

func orText(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

var errNoModules = errors.New("there are none")
