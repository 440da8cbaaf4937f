package main

import (
	"runtime/debug"
	"strings"
	"testing"
)

func TestVersionNamesAmikitGoAndBuildKit(t *testing.T) {
	var out strings.Builder
	if err := printVersion(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"amikit ", "commit ", "go1.", "BuildKit "} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q does not name %q", out.String(), want)
		}
	}
}

func TestADependencysVersionIsFoundByItsPath(t *testing.T) {
	info := &debug.BuildInfo{Deps: []*debug.Module{{Path: buildkitModule, Version: "v1.2.3"}}}
	if got := dependency(info, buildkitModule); got != "v1.2.3" {
		t.Fatalf("found %q", got)
	}
	if got := dependency(info, "example.com/other"); got != "unknown" {
		t.Fatalf("found %q", got)
	}
}
