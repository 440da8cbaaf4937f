package client

import (
	"slices"
	"strings"
	"testing"
)

func TestExpandOutput(t *testing.T) {
	for spec, want := range map[string]string{
		"-":                       "type=tar,dest=-",
		"out":                     "type=local,dest=out",
		"type=oci,dest=image.tar": "type=oci,dest=image.tar",
	} {
		if got := expandOutput(spec); got != want {
			t.Errorf("%s is %s", spec, got)
		}
	}
}

func TestExpandCaches(t *testing.T) {
	got := expandCaches([]string{"example.com/cache", "type=local,src=dir"})
	if want := []string{"type=registry,ref=example.com/cache", "type=local,src=dir"}; !slices.Equal(got, want) {
		t.Fatalf("expanded %v", got)
	}
}

func TestSolveOptTakesBuildxsOptions(t *testing.T) {
	opt, err := solveOpt(Options{
		Context: t.TempDir(), Target: "cloud-image", Platforms: []string{"linux/amd64", "linux/arm64"}, NoCache: true,
		Allow: []string{"security.insecure"}, Outputs: []string{t.TempDir()}, CacheFrom: []string{"example.com/cache"}, CacheTo: []string{"type=inline"},
	}, noEnvironment())
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"target": "cloud-image", "platform": "linux/amd64,linux/arm64", "filename": "Dockerfile"} {
		if opt.FrontendAttrs[key] != want {
			t.Errorf("%s is %q", key, opt.FrontendAttrs[key])
		}
	}
	if value, ok := opt.FrontendAttrs["no-cache"]; !ok || value != "" {
		t.Errorf("no-cache is %q, %v: every stage is meant", value, ok)
	}
	if opt.Exports[0].Type != "local" || opt.CacheImports[0].Type != "registry" || opt.CacheExports[0].Type != "inline" || len(opt.AllowedEntitlements) != 1 {
		t.Errorf("options are %+v", opt)
	}
}

func TestAWrongOptionIsNamed(t *testing.T) {
	for flag, o := range map[string]Options{
		"--allow":         {Allow: []string{"everything"}},
		"--output":        {Outputs: []string{"type=local"}},
		"--cache-from":    {CacheFrom: []string{"type=registry,ref"}},
		"--cache-to":      {CacheTo: []string{"type=registry,ref"}},
		"--secret":        {Secrets: []string{"nothing=x"}},
		"--build-arg":     {BuildArgs: []string{"=x"}},
		"--build-context": {BuildContexts: []string{"x"}},
		"context":         {Context: "/nowhere"},
	} {
		if o.Context == "" {
			o.Context = t.TempDir()
		}
		if _, err := solveOpt(o, noEnvironment()); err == nil || !strings.Contains(err.Error(), flag) {
			t.Errorf("%s: error is %v", flag, err)
		}
	}
}
