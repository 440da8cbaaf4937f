package frontend

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/amikit/amikit/internal/option"
)

// warnTypos warns about build args that nobody reads and that are nearly one of
// amikit's settings, with their line where the Dockerfile declares them in vain.
func (r *Request) warnTypos(ctx context.Context) {
	for _, t := range typos(r.UI.BuildArgs, r.program(ctx).args()) {
		message := fmt.Sprintf("nobody reads build arg %s; did you mean %s?", t.given, t.meant)
		if t.lines != nil {
			r.warnAt(ctx, message, t.lines)
			continue
		}
		r.notice(ctx, message)
	}
}

// typo is a name that was given and the setting that it is nearly.
type typo struct {
	given, meant string
	lines        []parser.Range // where the Dockerfile declares it
}

// typos finds them in the order of their names. Names that the Dockerfile uses,
// and those of BuildKit and proxies, are never typos.
func typos(args map[string]string, declared []declaredArg) []typo {
	var found []typo
	for given := range args {
		lines, used := usesOf(given, declared)
		if used || isForeignArg(given) {
			continue
		}
		if meant := option.Nearest(given); meant != "" {
			found = append(found, typo{given, meant, lines})
		}
	}
	slices.SortFunc(found, func(a, b typo) int { return strings.Compare(a.given, b.given) })
	return found
}

// usesOf tells whether the Dockerfile uses the name, else where it declares it.
func usesOf(name string, declared []declaredArg) (lines []parser.Range, used bool) {
	for _, d := range declared {
		if d.name == name {
			lines = append(lines, d.lines...)
			used = used || !d.unread
		}
	}
	return lines, used
}

func isForeignArg(name string) bool {
	return strings.HasPrefix(name, "BUILDKIT_") || strings.HasSuffix(strings.ToLower(name), "_proxy") || name == "SOURCE_DATE_EPOCH"
}
