package builtin

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"runtime"
	"strings"

	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/option"
)

// mke2fs is a program that runs on this machine.
type mke2fs struct{ command func(args ...string) []string }

// ToolError is that no mke2fs can be used.
type ToolError struct {
	// Reasons say why each candidate cannot.
	Reasons []string
}

// Error gives the reasons and what to do on one line.
func (e *ToolError) Error() string {
	return fmt.Sprintf("no usable mke2fs: %s; set %s to an image for %s that has e2fsprogs",
		strings.Join(e.Reasons, "; "), option.DiskToolsImage, runtime.GOARCH)
}

// findMke2fs takes the first candidate that runs and has no known defect.
func findMke2fs(ctx context.Context, root *rootfs.Root, preferPath bool) (*mke2fs, error) {
	candidates := []func(*rootfs.Root) (*mke2fs, error){ownMke2fs, pathMke2fs}
	if preferPath {
		candidates[0], candidates[1] = candidates[1], candidates[0]
	}
	refused := &ToolError{}
	for _, candidate := range candidates {
		tool, err := candidate(root)
		if err == nil {
			err = tool.check(ctx)
		}
		if err == nil {
			return tool, nil
		}
		refused.Reasons = append(refused.Reasons, err.Error())
	}
	return nil, refused
}

// ownMke2fs is the root filesystem's own, with its own loader and libraries.
func ownMke2fs(root *rootfs.Root) (*mke2fs, error) {
	program, err := root.Program("usr/sbin/mke2fs", "sbin/mke2fs", "usr/bin/mke2fs", "sbin/mkfs.ext4")
	var missing *rootfs.MissingError
	if errors.As(err, &missing) {
		return nil, errors.New("the root filesystem has none")
	}
	if err != nil {
		return nil, err
	}
	if program.Architecture != runtime.GOARCH {
		return nil, fmt.Errorf("the root filesystem's is for %s and this machine is %s", program.Architecture, runtime.GOARCH)
	}
	return &mke2fs{command: program.Command}, nil
}

func pathMke2fs(*rootfs.Root) (*mke2fs, error) {
	path, err := exec.LookPath("mke2fs")
	if err != nil {
		return nil, errors.New("PATH has none")
	}
	return &mke2fs{command: func(args ...string) []string { return append([]string{path}, args...) }}, nil
}

// check starts the program for its version. 1.47.3 cannot copy files over 2 GiB.
func (m *mke2fs) check(ctx context.Context) error {
	words := m.command("-V")
	output, err := exec.CommandContext(ctx, words[0], words[1:]...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s does not start: %w", words[len(words)-2], err)
	}
	return checkVersion(string(output))
}

func checkVersion(output string) error {
	version := regexp.MustCompile(`mke2fs (\d+\.\d+(?:\.\d+)?)`).FindStringSubmatch(output)
	if version == nil {
		return fmt.Errorf("mke2fs -V names no version: %.80q", output)
	}
	if version[1] == "1.47.3" {
		return errors.New("mke2fs 1.47.3 cannot copy files over 2 GiB")
	}
	return nil
}
