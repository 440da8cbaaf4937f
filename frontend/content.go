package frontend

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/moby/buildkit/client/llb"

	"github.com/amikit/amikit/internal/option"
)

// ContentContext is the named context that takes the build context's place for
// content, cluster and edge configuration. Bundles may lie in it directly.
const ContentContext = "content"

// contentFiles is what goes onto the content partition.
type contentFiles struct {
	state *llb.State // nil where there is nothing
}

// loadContent looks once for what the disk is to bring along.
func (r *Request) loadContent(ctx context.Context) (*contentFiles, error) {
	return r.content.get(func() (*contentFiles, error) { return r.readContent(ctx) })
}

func (r *Request) readContent(ctx context.Context) (*contentFiles, error) {
	patterns, err := r.contentPatterns()
	if err != nil {
		return nil, err
	}
	r.warnLeftOut(ctx)
	state, err := r.contextFiles(ctx, ContentContext, patterns)
	if err != nil {
		return nil, err
	}
	found, err := r.listContent(ctx, *state)
	if err != nil || len(found) == 0 {
		return &contentFiles{}, err
	}
	return &contentFiles{state: state}, nil
}

// contentPatterns match exactly what the partition takes.
func (r *Request) contentPatterns() ([]string, error) {
	patterns := []string{"content-*/*.zst", "content-*/*.tar"}
	if r.hasNamedContext(ContentContext) {
		patterns = append(patterns, "*.zst", "*.tar")
	}
	for _, setting := range []string{option.ClusterConfig, option.EdgeCustomConfig} {
		if name := r.setting(setting); name != "" {
			if isPattern(name) || contextPath(name) == "" {
				return nil, fmt.Errorf("%s=%s is no path of a file in the build context", setting, name)
			}
			patterns = append(patterns, contextPath(name))
		}
	}
	return patterns, nil
}

// isPattern tells whether a client would take the name for a pattern.
func isPattern(name string) bool { return strings.ContainsAny(name, `*?[\`) }

// contextPath is a path below the build context, as COPY reads one.
func contextPath(name string) string { return strings.TrimPrefix(path.Join("/", name), "/") }

// listContent returns the names of the bundles and configurations. What cannot
// go onto the partition is said here, before the long work.
func (r *Request) listContent(ctx context.Context, state llb.State) ([]string, error) {
	ref, vertex, err := r.solveFiles(ctx, state)
	if err != nil || ref == nil {
		return nil, err
	}
	found, err := listBundles(ctx, ref)
	if err != nil {
		return nil, annotate("list the content", err)
	}
	for _, setting := range []string{option.ClusterConfig, option.EdgeCustomConfig} {
		if r.setting(setting) == "" {
			continue
		}
		there, err := hasFile(ctx, ref, contextPath(r.setting(setting)))
		switch {
		case err != nil:
			return nil, annotate("look for "+setting+"="+r.setting(setting), err)
		case there:
			found = append(found, r.setting(setting))
		case r.isOwn(setting):
			r.warn(ctx, vertex, fmt.Sprintf("%s=%s is not in the build context and is left out", setting, r.setting(setting)))
		}
	}
	return found, nil
}

// isOwn tells whether a setting has another value than its default.
func (r *Request) isOwn(name string) bool {
	o, _ := option.ByName(name)
	return r.Settings[name] != "" && r.Settings[name] != o.Default
}
