package frontend

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/patternmatcher"
)

// warnCopied warns where the Dockerfile copies the cloud-config into the root
// filesystem, which is then made anew with each change of it, and holds it.
func (r *Request) warnCopied(ctx context.Context) {
	u, err := r.loadUserData(ctx)
	if err != nil || u.state == nil {
		return
	}
	lines := r.program(ctx).copies(u.path)
	if len(lines) == 0 || r.isIgnored(ctx, u.path) {
		return
	}
	r.warnAt(ctx, fmt.Sprintf("the root filesystem holds %s, and is made again when it changes; the disk gets it in any case, so list it in .dockerignore", u.path), lines)
}

// isIgnored tells whether .dockerignore keeps a file out of the context.
func (r *Request) isIgnored(ctx context.Context, file string) bool {
	patterns, err := r.UI.DockerIgnorePatterns(ctx)
	return err == nil && matchesAny(file, patterns)
}

func matchesAny(file string, patterns []string) bool {
	ignored, err := patternmatcher.MatchesOrParentMatches(file, patterns)
	return err == nil && ignored
}

// copies are the lines that copy a file of the build context.
func (p program) copies(file string) []parser.Range {
	var lines []parser.Range
	for _, stage := range p.stages {
		for _, command := range stage.Commands {
			if copiesFile(command, file) {
				lines = append(lines, command.Location()...)
			}
		}
	}
	return lines
}

func copiesFile(command instructions.Command, file string) bool {
	switch c := command.(type) {
	case *instructions.CopyCommand:
		return c.From == "" && anyCovers(c.SourcePaths, file) && !matchesAny(file, c.ExcludePatterns)
	case *instructions.AddCommand:
		return anyCovers(c.SourcePaths, file) && !matchesAny(file, c.ExcludePatterns)
	}
	return false
}

func anyCovers(sources []string, file string) bool {
	for _, source := range sources {
		if covers(source, file) {
			return true
		}
	}
	return false
}

// covers tells whether a source of COPY is the file or a folder above it.
func covers(source, file string) bool {
	source = strings.TrimPrefix(path.Clean("/"+source), "/")
	if source == "" {
		return true
	}
	for part := file; part != "."; part = path.Dir(part) {
		if matched, err := path.Match(source, part); err == nil && matched {
			return true
		}
	}
	return false
}
