package builtin

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path"
	"regexp"
	"runtime"
	"strings"

	"github.com/amikit/amikit/internal/child"
	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/option"
)

// tools are the programs of e2fsprogs that run on this machine.
type tools struct {
	mke2fs *program
	// debugfs is nil where there is none; few disks need it.
	debugfs *program
}

// program is a program by the words that start it.
type program struct{ command func(args ...string) []string }

// ToolError is that a program cannot be used.
type ToolError struct {
	// Program is its name.
	Program string
	// Reasons say why each candidate cannot.
	Reasons []string
}

// Error gives the reasons and what to do on one line.
func (e *ToolError) Error() string {
	return fmt.Sprintf("no usable %s: %s; set %s to an image for %s that has e2fsprogs",
		e.Program, strings.Join(e.Reasons, "; "), option.DiskToolsImage, runtime.GOARCH)
}

func findTools(ctx context.Context, root *rootfs.Root, preferPath bool) (*tools, error) {
	mke2fs, err := findProgram(ctx, root, "mke2fs", preferPath)
	if err != nil {
		return nil, err
	}
	debugfs, err := findProgram(ctx, root, "debugfs", preferPath)
	if err != nil {
		debugfs = nil
	}
	return &tools{mke2fs: mke2fs, debugfs: debugfs}, nil
}

// need refuses to go on without debugfs.
func (t *tools) need(debugfs bool) error {
	if debugfs && t.debugfs == nil {
		return &ToolError{Program: "debugfs", Reasons: []string{"neither the root filesystem nor PATH has one that runs here"}}
	}
	return nil
}

// findProgram takes the first candidate that runs and has no known defect.
func findProgram(ctx context.Context, root *rootfs.Root, name string, preferPath bool) (*program, error) {
	candidates := []func(*rootfs.Root, string) (*program, error){ownProgram, pathProgram}
	if preferPath {
		candidates[0], candidates[1] = candidates[1], candidates[0]
	}
	refused := &ToolError{Program: name}
	for _, candidate := range candidates {
		found, err := candidate(root, name)
		if err == nil {
			err = found.check(ctx, name)
		}
		if err == nil {
			return found, nil
		}
		refused.Reasons = append(refused.Reasons, err.Error())
	}
	return nil, refused
}

// ownProgram is the root filesystem's own, with its own loader and libraries.
func ownProgram(root *rootfs.Root, name string) (*program, error) {
	own, err := root.Program(path.Join("usr/sbin", name), path.Join("sbin", name), path.Join("usr/bin", name))
	var missing *rootfs.MissingError
	if errors.As(err, &missing) {
		return nil, errors.New("the root filesystem has none")
	}
	if err != nil {
		return nil, err
	}
	if own.Architecture != runtime.GOARCH {
		return nil, fmt.Errorf("the root filesystem's is for %s and this machine is %s", own.Architecture, runtime.GOARCH)
	}
	return &program{command: own.Command}, nil
}

func pathProgram(_ *rootfs.Root, name string) (*program, error) {
	file, err := exec.LookPath(name)
	if err != nil {
		return nil, errors.New("PATH has none")
	}
	return &program{command: func(args ...string) []string { return append([]string{file}, args...) }}, nil
}

// check starts the program for its version.
func (p *program) check(ctx context.Context, name string) error {
	words := p.command("-V")
	output, err := child.Command(ctx, words[0], words[1:]...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s does not start: %w", words[len(words)-2], err)
	}
	return checkVersion(name, string(output))
}

// checkVersion refuses 1.47.3, which cannot copy files over 2 GiB.
func checkVersion(name, output string) error {
	version := regexp.MustCompile(`^` + name + ` (\d+\.\d+(?:\.\d+)?)`).FindStringSubmatch(output)
	if version == nil {
		return fmt.Errorf("%s -V names no version: %.80q", name, output)
	}
	if version[1] == "1.47.3" {
		return fmt.Errorf("%s 1.47.3 cannot copy files over 2 GiB", name)
	}
	return nil
}
