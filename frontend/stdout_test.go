package frontend

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/gateway/client"
)

// quietEnv is set in the process whose stdout the test looks at.
const quietEnv = "AMIKIT_TEST_QUIET"

// TestNothingIsPrintedToStdout holds because the daemon reads its answers there.
func TestNothingIsPrintedToStdout(t *testing.T) {
	if os.Getenv(quietEnv) != "" {
		buildEverything(t)
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), quietEnv+"=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, rest, found := strings.Cut(string(out), "begin\n"); !found || !strings.HasPrefix(rest, "end\n") {
		t.Errorf("it printed %q", out)
	}
}

// buildEverything makes builds that succeed, warn, fail and panic.
func buildEverything(t *testing.T) {
	fmt.Println("begin")
	defer fmt.Println("end")
	for _, target := range []string{TargetRootfs, TargetDisk, TargetAMI, "none"} {
		g := kairosGateway("")
		g.opts[keyTarget], g.opts["build-arg:S3BUCKET"] = target, "x"
		_, _ = g.build(t)
	}
	g := newGateway(map[string]string{keyTarget: "panics"})
	_, err := g.build(t, WithTarget(Target{Name: "panics", Solve: func(context.Context, *Request) (*client.Result, error) { panic("oops") }}))
	if err == nil {
		t.Error("a panic is no error")
	}
}
