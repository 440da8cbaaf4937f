package frontend

import (
	"context"
	"fmt"
	"slices"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/patternmatcher"
)

// warnCopied warns where the Dockerfile makes the root filesystem with the
// cloud-config, so that it is made anew with each change of it, and may hold it.
func (r *Request) warnCopied(ctx context.Context) {
	u, err := r.loadUserData(ctx)
	if err != nil || u.state == nil {
		return
	}
	lines := r.program(ctx).copies(u.path, r.rootfsStage(ctx))
	if len(lines) == 0 || r.isIgnored(ctx, u.path) {
		return
	}
	r.warnAt(ctx, fmt.Sprintf("the root filesystem is made with %s, and again when it changes; the disk gets it in any case, so list it in .dockerignore", u.path), lines)
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

// copies are the lines that take a file of the build context, in the stages that
// the target needs; "" is the last stage.
func (p program) copies(file, target string) []parser.Range {
	var lines []parser.Range
	for _, stage := range p.needed(target) {
		for _, command := range stage.Commands {
			if takesFile(command, file) {
				lines = append(lines, command.Location()...)
			}
		}
	}
	return lines
}

func takesFile(command instructions.Command, file string) bool {
	switch c := command.(type) {
	case *instructions.CopyCommand:
		return c.From == "" && anyCovers(c.SourcePaths, file) && !matchesAny(file, c.ExcludePatterns)
	case *instructions.AddCommand:
		return anyCovers(c.SourcePaths, file) && !matchesAny(file, c.ExcludePatterns)
	case *instructions.RunCommand:
		return slices.ContainsFunc(mountsOf(c), func(m *instructions.Mount) bool {
			return m.Type == instructions.MountTypeBind && m.From == "" && covers(m.Source, file)
		})
	case *instructions.OnbuildCommand:
		inner := parseDockerfile([]byte("FROM scratch\n" + c.Expression + "\n"))
		return len(inner.copies(file, "")) > 0
	}
	return false
}

// mountsOf are those of a RUN, with their variables as they stand.
func mountsOf(c *instructions.RunCommand) []*instructions.Mount {
	if c.Expand(func(word string) (string, error) { return word, nil }) != nil {
		return nil // the Dockerfile frontend says what is wrong
	}
	return instructions.GetMounts(c)
}

func anyCovers(sources []string, file string) bool {
	return slices.ContainsFunc(sources, func(source string) bool { return covers(source, file) })
}

// covers tells whether a source of COPY is the file or a folder above it.
func covers(source, file string) bool {
	source = contextPath(source)
	return source == "" || matchesAny(file, []string{source})
}
