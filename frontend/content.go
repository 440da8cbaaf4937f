package frontend

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"

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

// listBundles names the bundles of all content folders. Two of one name would be
// one file on the partition, and what is no file cannot be on it.
func listBundles(ctx context.Context, ref client.Reference) ([]string, error) {
	names, err := listCandidates(ctx, ref)
	if err != nil {
		return nil, err
	}
	seen := map[string]string{}
	for _, name := range names {
		base := path.Base(name)
		if other, twice := seen[base]; twice {
			return nil, fmt.Errorf("%s and %s have one name on the content partition; rename one", other, name)
		}
		seen[base] = name
		there, err := hasFile(ctx, ref, name)
		if err != nil {
			return nil, err
		}
		if !there {
			return nil, fmt.Errorf("%s is a link to what the context's content has not; put the file itself there", name)
		}
	}
	return names, nil
}

// listCandidates names what is called like a bundle, in the context itself and in
// its content folders.
func listCandidates(ctx context.Context, ref client.Reference) ([]string, error) {
	names, err := listNames(ctx, ref, ".")
	if err != nil {
		return nil, err
	}
	all := slices.Clone(names)
	for _, folder := range names {
		if !strings.HasPrefix(folder, "content-") {
			continue
		}
		inside, err := listNames(ctx, ref, folder)
		if err != nil {
			return nil, err
		}
		if len(inside) > 0 { // it is no file
			all = slices.DeleteFunc(all, func(name string) bool { return name == folder })
			all = append(all, joined(folder, inside)...)
		}
	}
	return slices.DeleteFunc(all, func(name string) bool { return !isBundle(name) }), nil
}

func isBundle(name string) bool {
	return strings.HasSuffix(name, ".zst") || strings.HasSuffix(name, ".tar")
}

func joined(folder string, names []string) []string {
	var paths []string
	for _, name := range names {
		paths = append(paths, path.Join(folder, name))
	}
	return paths
}

// listNames lists a folder; a file has no names in it.
func listNames(ctx context.Context, ref client.Reference, folder string) ([]string, error) {
	stats, err := ref.ReadDir(ctx, client.ReadDirRequest{Path: folder})
	if isNotExist(err) {
		return nil, nil
	}
	var names []string
	for _, stat := range stats {
		names = append(names, path.Base(stat.Path))
	}
	return names, err
}
