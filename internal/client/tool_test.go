package client

import (
	"runtime"
	"slices"
	"strings"
	"testing"

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
			if _, err := localTool(dir+"/amikit", ocispecs.Platform{OS: "linux"}, mounts); err != nil {
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

func TestAnotherPlatformIsToldTheFlag(t *testing.T) {
	err := error(&PlatformError{Worker: "linux/riscv64"})
	if !strings.Contains(err.Error(), "linux/riscv64") || !strings.Contains(err.Error(), "--tool-image") {
		t.Errorf("error is %q", err)
	}
}
