package client

import (
	"fmt"
	"strings"

	"github.com/containerd/containerd/v2/core/content"
	"github.com/containerd/containerd/v2/plugins/content/local"
	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/client/ociindex"
	"github.com/opencontainers/go-digest"
)

// addBuildContexts gives the build its named contexts.
func addBuildContexts(opt *client.SolveOpt, o Options, _ Environment) error {
	for _, spec := range o.BuildContexts {
		name, value, ok := strings.Cut(spec, "=")
		if !ok || name == "" || value == "" {
			return fmt.Errorf("--build-context %s: give NAME=value", spec)
		}
		if err := addBuildContext(opt, name, value); err != nil {
			return fmt.Errorf("--build-context %s: %w", spec, err)
		}
	}
	return nil
}

func addBuildContext(opt *client.SolveOpt, name, value string) error {
	key := "context:" + name
	if path, ok := strings.CutPrefix(value, "oci-layout://"); ok {
		return addLayout(opt, key, path)
	}
	if isRemote(value) || strings.HasPrefix(value, "docker-image://") {
		opt.FrontendAttrs[key] = value
		return nil
	}
	folder, err := contextFS(value)
	if err != nil {
		return err
	}
	opt.LocalMounts[name] = folder
	opt.FrontendAttrs[key] = "local:" + name
	return nil
}

// addLayout offers the daemon an OCI layout, PATH[:TAG|@DIGEST], as a store.
func addLayout(opt *client.SolveOpt, key, spec string) error {
	path, dgst, err := findInLayout(spec)
	if err != nil {
		return err
	}
	store, err := local.NewStore(path)
	if err != nil {
		return err
	}
	if opt.OCIStores == nil {
		opt.OCIStores = map[string]content.Store{}
	}
	id := digest.FromString(path).Encoded()
	opt.OCIStores[id] = store
	opt.FrontendAttrs[key] = "oci-layout://" + id + "@" + dgst
	return nil
}

func findInLayout(spec string) (path, dgst string, err error) {
	if path, dgst, ok := strings.Cut(spec, "@"); ok {
		return path, dgst, nil
	}
	path, tag := spec, "latest"
	if i := strings.LastIndex(spec, ":"); i > strings.LastIndex(spec, "/") {
		path, tag = spec[:i], spec[i+1:]
	}
	index := ociindex.NewStoreIndex(path)
	found, err := index.Get(tag)
	if err == nil && found == nil {
		found, err = index.GetSingle()
	}
	if err != nil {
		return "", "", err
	}
	if found == nil {
		return "", "", fmt.Errorf("the layout has no image %q", tag)
	}
	return path, found.Digest.String(), nil
}
