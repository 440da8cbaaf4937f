//go:build e2e

package e2e

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/amikit/amikit/e2e/harness"
	"github.com/amikit/amikit/internal/testroot"
)

// heavy is a build whose disk is uploaded in several parts.
func heavy(t *testing.T, b harness.Build) harness.Build {
	t.Helper()
	filled := make([]byte, 80<<20)
	_, _ = rand.NewChaCha8([32]byte{}).Read(filled) // it never fails
	change(t, b, testroot.Tree{"opt/data": testroot.File(string(filled))})
	b.Args = with(b.Args, map[string]string{"DISK_SIZE": "320M"})
	return b
}

// killedInUpload runs a heavy build, and kills its client by SIGKILL once so many
// parts of the disk have arrived: the others wait.
func killedInUpload(t *testing.T, c harness.Client, b harness.Build, a harness.Account, parts int) *harness.Result {
	t.Helper()
	steer(t, "POST", "faults", map[string]any{
		"action": "s3:UploadPart", "accessKey": a.AccessKey, "kind": "delay", "delayMs": time.Hour.Milliseconds(), "nth": parts + 1, "times": -1,
	})
	defer steer(t, "DELETE", "faults?accessKey="+a.AccessKey, nil)
	ctx, kill := context.WithCancel(t.Context()) // a command whose context ends is killed
	defer kill()
	done := make(chan *harness.Result, 1)
	go func() { done <- suite.Run(ctx, c, b) }()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case r := <-done:
			if r.Err == nil || r.Err.Error() != "signal: killed" {
				t.Fatalf("%s ended with %v\n%s", c, r.Err, r.Failure())
			}
			return r
		case <-tick.C:
			if uploaded(t, a) >= parts {
				kill()
			}
		}
	}
}

// uploaded is how many parts of disks an account's uploads have.
func uploaded(t *testing.T, a harness.Account) int {
	t.Helper()
	n := 0
	for _, c := range calls(t) {
		if c.Action == "UploadPart" && c.AccessKey == a.AccessKey && c.Status == 200 {
			n++
		}
	}
	return n
}

// TestAKilledBuildGoesOnInTheMiddleOfItsUpload runs it again: the disk is there,
// and so are the parts that had arrived.
func TestAKilledBuildGoesOnInTheMiddleOfItsUpload(t *testing.T) {
	for _, c := range []harness.Client{harness.Amikit, harness.Buildx} {
		t.Run(string(c), func(t *testing.T) {
			a := newAccount(t)
			b := heavy(t, publish(t, a))
			killedInUpload(t, c, b, a, 3)
			r := build(t, c, b)
			if n := r.Executed("raw EFI disk"); n != 0 {
				t.Error("the disk was made again")
			}
			p := image(t, b.Output)
			if p.Sent == 0 || !slices.Contains(p.Reused, "parts") || state(t, a, p.ImageID) != "available" {
				t.Errorf("the image is %+v", p)
			}
			if got := snapshotDigest(t, a, p); got != p.Digest {
				t.Errorf("the snapshot holds %s, the disk is %s", got, p.Digest)
			}
		})
	}
}
