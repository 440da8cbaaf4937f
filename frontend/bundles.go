package frontend

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/gateway/client"
)

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
