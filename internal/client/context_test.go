package client

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/client"
	"github.com/tonistiigi/fsutil"

	"github.com/amikit/amikit/internal/option"
)

func filesOf(t *testing.T, folder fsutil.FS) []string {
	t.Helper()
	var names []string
	err := folder.Walk(t.Context(), "", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestSettingsAndSecretsNeverLeaveTheClient(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".arg", ".secret", ".dockerignore", "Dockerfile", "sub/.arg"} {
		write(t, dir, name, "!.secret\n")
	}
	opt := &client.SolveOpt{FrontendAttrs: map[string]string{}, LocalMounts: map[string]fsutil.FS{}}
	if err := addContext(opt, Options{Context: dir}, noEnvironment()); err != nil {
		t.Fatal(err)
	}
	if err := addBuildContext(opt, "other", dir); err != nil {
		t.Fatal(err)
	}
	for name, folder := range opt.LocalMounts {
		if got := filesOf(t, folder); !slices.Equal(got, []string{".dockerignore", "Dockerfile", "sub/.arg"}) {
			t.Errorf("%s sends %v", name, got)
		}
		for _, secret := range []string{".arg", ".secret"} {
			if file, err := folder.Open(secret); err == nil {
				_ = file.Close()
				t.Errorf("%s opens %s", name, secret)
			}
		}
	}
}

func TestTheDockerfileIsInTheContextOrWhereItIsSaid(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "other/My.Dockerfile", "FROM scratch\n")
	for file, want := range map[string]string{"": "Dockerfile", dir + "/other/My.Dockerfile": "My.Dockerfile"} {
		opt := &client.SolveOpt{FrontendAttrs: map[string]string{}, LocalMounts: map[string]fsutil.FS{}}
		if err := addContext(opt, Options{Context: dir, File: file}, noEnvironment()); err != nil {
			t.Fatal(err)
		}
		if got := opt.FrontendAttrs["filename"]; got != want {
			t.Errorf("the Dockerfile is %q, want %q", got, want)
		}
	}
}

func TestARemoteContextIsNotAFolder(t *testing.T) {
	for context, want := range map[string]bool{
		"https://github.com/example/os.git#main": true,
		"git@github.com:example/os.git":          true,
		"https://example.com/os.tar.gz":          true,
		".":                                      false,
		"/nowhere":                               false,
		t.TempDir():                              false,
	} {
		if got := isRemote(context); got != want {
			t.Errorf("%s is remote: %v", context, got)
		}
	}
}

func TestARemoteContextComesWithAnEmptyFolder(t *testing.T) {
	opt := &client.SolveOpt{FrontendAttrs: map[string]string{}, LocalMounts: map[string]fsutil.FS{}}
	if err := addContext(opt, Options{Context: "https://example.com/os.git"}, noEnvironment()); err != nil {
		t.Fatal(err)
	}
	name := strings.TrimPrefix(opt.FrontendAttrs["context:"+emptyFolder], "local:")
	folder, offered := opt.LocalMounts[name]
	if !offered || len(opt.LocalMounts) != 1 || len(filesOf(t, folder)) != 0 {
		t.Errorf("it offers %v as %q", opt.LocalMounts, name)
	}
}

func TestABuildContextOfEachKind(t *testing.T) {
	for value, want := range map[string]string{
		"docker-image://example.com/os":  "docker-image://example.com/os",
		"https://example.com/os.git":     "https://example.com/os.git",
		t.TempDir():                      "local:name",
		"oci-layout:///layout@sha256:12": "@sha256:12",
	} {
		opt := &client.SolveOpt{FrontendAttrs: map[string]string{}, LocalMounts: map[string]fsutil.FS{}}
		value = strings.Replace(value, "/layout", t.TempDir(), 1)
		if err := addBuildContexts(opt, Options{BuildContexts: []string{"name=" + value}}, noEnvironment()); err != nil {
			t.Fatal(err)
		}
		if got := opt.FrontendAttrs["context:name"]; !strings.HasSuffix(got, want) {
			t.Errorf("%s became %q", value, got)
		}
	}
	for _, spec := range []string{"name", "=x", "name=", "name=/nowhere"} {
		err := addBuildContexts(&client.SolveOpt{}, Options{BuildContexts: []string{spec}}, noEnvironment())
		if err == nil || !strings.Contains(err.Error(), spec) {
			t.Errorf("%s: error is %v", spec, err)
		}
	}
}

func TestAContextThatIsNoFolderIsNamed(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "file", "")
	for name, want := range map[string]string{"missing": "stat " + dir + "/missing: no such file", "file": dir + "/file is no folder"} {
		err := addContext(&client.SolveOpt{}, Options{Context: dir + "/" + name}, noEnvironment())
		if err == nil || !strings.HasPrefix(err.Error(), "open the build context: "+want) {
			t.Errorf("%s: it says %v", name, err)
		}
	}
}

func TestABuildOfAnAddressSaysWhereItExportsNoCache(t *testing.T) {
	const says = "build-arg:" + option.CacheExport
	for name, c := range map[string]struct {
		context string
		cacheTo []string
		want    string
	}{
		"no cache":            {"https://example.com/os.git", nil, option.NoCacheExport},
		"a cache":             {"https://example.com/os.git", []string{"type=inline"}, ""},
		"a folder as context": {t.TempDir(), nil, ""},
	} {
		opt := &client.SolveOpt{FrontendAttrs: map[string]string{}, LocalMounts: map[string]fsutil.FS{}}
		if err := addContext(opt, Options{Context: c.context, CacheTo: c.cacheTo}, noEnvironment()); err != nil {
			t.Fatal(err)
		}
		if got := opt.FrontendAttrs[says]; got != c.want {
			t.Errorf("%s: it says %q, want %q", name, got, c.want)
		}
	}
}
