package frontend

import (
	"context"
	"fmt"
	"path"
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
			if strings.ContainsAny(name, `*?[\`) {
				return nil, fmt.Errorf("%s=%s is no path of a file in the build context", setting, name)
			}
			patterns = append(patterns, contextPath(name))
		}
	}
	return patterns, nil
}

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
		there, err := r.hasFile(ctx, ref, r.setting(setting))
		switch {
		case err != nil:
			return nil, annotate("look for "+setting, err)
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

func (r *Request) hasFile(ctx context.Context, ref client.Reference, name string) (bool, error) {
	if name == "" {
		return false, nil
	}
	_, err := ref.StatFile(ctx, client.StatRequest{Path: contextPath(name)})
	if isNotExist(err) {
		return false, nil
	}
	return err == nil, err
}

// listBundles names the bundles of all content folders. Two of one name would be
// one file on the partition.
func listBundles(ctx context.Context, ref client.Reference) ([]string, error) {
	folders, err := listNames(ctx, ref, ".")
	if err != nil {
		return nil, err
	}
	var found []string
	seen := map[string]string{}
	for _, folder := range folders {
		names := []string{folder}
		if strings.HasPrefix(folder, "content-") {
			inside, err := listNames(ctx, ref, folder)
			if err != nil {
				return nil, err
			}
			names = joined(folder, inside)
		}
		for _, name := range names {
			base := path.Base(name)
			if !isBundle(base) {
				continue
			}
			if other, twice := seen[base]; twice {
				return nil, fmt.Errorf("%s and %s have one name on the content partition; rename one", other, name)
			}
			seen[base] = name
			found = append(found, name)
		}
	}
	return found, nil
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
	if isNotExist(err) || err != nil && strings.Contains(err.Error(), "not a directory") {
		return nil, nil
	}
	var names []string
	for _, stat := range stats {
		names = append(names, path.Base(stat.Path))
	}
	return names, err
}
