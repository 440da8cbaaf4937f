package frontend

import (
	"slices"
	"strings"
	"testing"
)

func TestBundlesAreFilesOfTheContextOrOfItsContentFolders(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
		err   string
	}{
		"in folders":            {map[string]string{"content-a/x.zst": "x", "content-b/y.tar": "y", "content-b/readme": "z"}, []string{"content-a/x.zst", "content-b/y.tar"}, ""},
		"named like a folder":   {map[string]string{"content-core.tar": "x"}, []string{"content-core.tar"}, ""},
		"a folder like a file":  {map[string]string{"content-a/x.tar/inside": "x"}, nil, "content-a/x.tar is a folder"},
		"a link to nothing":     {map[string]string{"content-a/x.zst": dangling}, nil, "content-a/x.zst is a link"},
		"twice":                 {map[string]string{"x.zst": "x", "content-a/x.zst": "x"}, nil, "x.zst and content-a/x.zst"},
		"a content folder only": {map[string]string{"content-a/readme": "x"}, nil, ""},
	} {
		got, err := listBundles(t.Context(), &solvedRef{files: c.files})
		slices.Sort(got)
		if !slices.Equal(got, c.want) || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: found %q, %v", name, got, err)
		}
	}
}
