package frontend

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/amikit/amikit/internal/option"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// warnTypos warns about build args that nobody reads and that are nearly one of
// amikit's settings.
func (r *Request) warnTypos(ctx context.Context) {
	var declared []string
	if !r.hasRootfsContext() {
		declared = r.declaredArgs(ctx)
	}
	for _, t := range typos(r.UI.BuildArgs, declared) {
		r.notice(ctx, fmt.Sprintf("nobody reads build arg %s; did you mean %s?", t.given, t.meant))
	}
}

// typo is a name that was given and the setting that it is nearly.
type typo struct{ given, meant string }

// typos finds them in the order of their names. Names that the Dockerfile
// declares, and those of BuildKit and proxies, are never typos.
func typos(args map[string]string, declared []string) []typo {
	var found []typo
	for given := range args {
		if slices.Contains(declared, given) || isForeignArg(given) {
			continue
		}
		if meant := nearest(given); meant != "" {
			found = append(found, typo{given, meant})
		}
	}
	slices.SortFunc(found, func(a, b typo) int { return strings.Compare(a.given, b.given) })
	return found
}

// nearest returns the setting that differs from the name in few characters, and
// "" where there is none or the name is a setting itself.
func nearest(name string) string {
	upper, best, least := strings.ToUpper(name), "", 3
	for _, o := range option.Table() {
		if o.Name == name {
			return ""
		}
		// A short name is near to too many others.
		if d := levenshtein.Distance(upper, o.Name, nil); d < least && d <= len(o.Name)/3 {
			best, least = o.Name, d
		}
	}
	return best
}

func isForeignArg(name string) bool {
	return strings.HasPrefix(name, "BUILDKIT_") || strings.HasSuffix(strings.ToLower(name), "_proxy") || name == "SOURCE_DATE_EPOCH"
}

// declaredArgs are the names of the Dockerfile's own ARG instructions.
func (r *Request) declaredArgs(ctx context.Context) []string {
	src, err := r.source(ctx)
	if err != nil {
		return nil
	}
	return argsOf(src.Data)
}

func argsOf(dockerfile []byte) []string {
	parsed, err := parser.Parse(bytes.NewReader(dockerfile))
	if err != nil {
		return nil
	}
	stages, global, err := instructions.Parse(parsed.AST, nil)
	if err != nil {
		return nil
	}
	var names []string
	for i := range global {
		names = append(names, keysOf(&global[i])...)
	}
	for _, stage := range stages {
		for _, command := range stage.Commands {
			if arg, ok := command.(*instructions.ArgCommand); ok {
				names = append(names, keysOf(arg)...)
			}
		}
	}
	return names
}

func keysOf(arg *instructions.ArgCommand) []string {
	var names []string
	for _, a := range arg.Args {
		names = append(names, a.Key)
	}
	return names
}
