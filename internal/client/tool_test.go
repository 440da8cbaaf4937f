package client

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"

	gateway "github.com/moby/buildkit/frontend/gateway/client"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
	"github.com/tonistiigi/fsutil"
)

func TestTheProgramsOfTheBuildAreThoseOfThisFolder(t *testing.T) {
	for name, c := range map[string]struct{ files, want []string }{
		"both programs": {[]string{"amikit", "amikit-disk", "other"}, []string{"amikit", "amikit-disk"}},
		"one program":   {[]string{"amikit", "other"}, []string{"amikit"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir, mounts := t.TempDir(), map[string]fsutil.FS{}
			for _, file := range c.files {
				write(t, dir, file, "program")
			}
			if _, err := localTool(dir+"/amikit", mounts); err != nil {
				t.Fatal(err)
			}
			if got := filesOf(t, mounts[toolMount]); !slices.Equal(got, c.want) {
				t.Fatalf("the daemon gets %v", got)
			}
		})
	}
}

func TestTheProgramRunsOnItsOwnPlatform(t *testing.T) {
	if !runsOn(ocispecs.Platform{OS: runtime.GOOS, Architecture: runtime.GOARCH}) {
		t.Error("it does not run where it was built for")
	}
	if runsOn(ocispecs.Platform{OS: runtime.GOOS, Architecture: "riscv64"}) {
		t.Error("it runs on another architecture")
	}
}

// daemon is a gateway that knows nothing but its workers.
type daemon struct {
	gateway.Client
	workers []gateway.WorkerInfo
}

func (d daemon) BuildOpts() gateway.BuildOpts { return gateway.BuildOpts{Workers: d.workers} }

func TestADaemonOfAnotherPlatformBuildsNothing(t *testing.T) {
	own, other := ocispecs.Platform{OS: runtime.GOOS, Architecture: runtime.GOARCH}, ocispecs.Platform{OS: "linux", Architecture: "riscv64"}
	for name, c := range map[string]struct {
		platforms []ocispecs.Platform
		want      string // of the error; empty where it builds
	}{
		"its own":          {[]ocispecs.Platform{own, other}, ""},
		"emulates its own": {[]ocispecs.Platform{other, own}, "--tool-image"},
		"no platform":      {nil, "no worker"},
	} {
		built := false
		build := onOwnPlatform(func(context.Context, gateway.Client) (*gateway.Result, error) {
			built = true
			return nil, nil
		})
		_, err := build(t.Context(), daemon{workers: []gateway.WorkerInfo{{Platforms: c.platforms}}})
		if built != (c.want == "") || (err == nil) != built || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: built %v, error %v", name, built, err)
		}
	}
}

func TestAnotherPlatformIsToldTheFlag(t *testing.T) {
	err := error(&PlatformError{Worker: "linux/riscv64"})
	if !strings.Contains(err.Error(), "linux/riscv64") || !strings.Contains(err.Error(), "--tool-image") {
		t.Errorf("error is %q", err)
	}
}
