//go:build e2e

package e2e

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
	"github.com/amikit/amikit/internal/testroot"
)

// TestARebuildWithoutABucketSendsOnlyWhatChanged finds the first build's index in
// the daemon's cache mount: the account may not read snapshots back.
func TestARebuildWithoutABucketSendsOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	b := publish(t, a)
	delete(b.Args, "S3_BUCKET")
	b.Args["AMI_NAME"], b.Args["FAMILY"] = "e2e-1", a.Bucket()
	filled := make([]byte, 16<<20)
	_, _ = rand.NewChaCha8([32]byte{}).Read(filled) // it never fails
	change(t, b, testroot.Tree{"etc/changing": testroot.File("old\n"), "opt/data": testroot.File(string(filled))})
	build(t, harness.Gateway, b)
	first := image(t, b.Output)
	if first.Parent != "" || first.S3URI != "" {
		t.Fatalf("the first build gave %+v", first)
	}
	change(t, b, testroot.Tree{"etc/changing": testroot.File("new\n")})
	b.Output = t.TempDir()
	b.Args = with(b.Args, map[string]string{"AMI_NAME": "e2e-2"})
	r := build(t, harness.Gateway, b)
	second := image(t, b.Output)
	if second.Parent != first.SnapshotID || second.Sent == 0 || second.Sent > first.Sent/2 || !strings.Contains(r.Logs(), "its index in /cache") {
		t.Fatalf("after %+v the second build gave %+v", first, second)
	}
	if got := snapshotDigest(t, a, second); got != second.Digest {
		t.Fatalf("the snapshot holds %s, the disk is %s", got, second.Digest)
	}
}

func change(t *testing.T, b harness.Build, files testroot.Tree) {
	t.Helper()
	if err := files.Write(b.Context + "/rootfs"); err != nil {
		t.Fatal(err)
	}
}
