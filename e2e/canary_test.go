//go:build e2e

package e2e

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// Words that stand nowhere but in a secret.
const (
	tokenCanary    = "e2e-token-canary"
	configCanary   = "e2e-config-canary"
	keyCanary      = "e2e-wrong-key-canary"
	userDataCanary = "e2e-user-data-canary"
)

// TestNoSecretStaysBehind runs builds that succeed and builds that fail in each
// step, on a daemon of their own, and then looks for their secrets everywhere.
// The disk's own bytes alone may hold the cloud-config.
func TestNoSecretStaysBehind(t *testing.T) {
	daemon := startDaemon(t, "security.insecure")
	if err := suite.MakeBuilder("canary", harness.Node{Address: daemon.Address}); err != nil {
		t.Fatal(err)
	}
	a := newAccount(t)
	withProfile(t, "credential_process = curl -sf "+lend(t, a).url)
	left := t.TempDir()
	for name, run := range canaryRuns(t, a, left) {
		run.build.Host, run.build.Builder, run.build.Output = daemon.Address, "canary", filepath.Join(left, name, "out")
		res := suite.Run(t.Context(), run.client, run.build)
		if failed := res.Err != nil; failed != run.fails {
			t.Errorf("%s: %v\n%s", name, res.Err, res.Failure())
		}
		write(t, left, name+"/log", string(res.Raw)+res.Stdout)
	}
	write(t, left, "history", history(t, daemon.Address))
	daemon.Stop()
	write(t, left, "daemon-log", string(daemon.Log()))

	for _, word := range []string{a.SecretKey, tokenCanary, configCanary, keyCanary} {
		if found := holders(t, word, left, daemon.Root); len(found) > 0 {
			t.Errorf("%s is in %q", word, found)
		}
	}
	var disks []string
	for _, name := range holders(t, userDataCanary, left, daemon.Root) {
		if filepath.Ext(name) != ".raw" {
			t.Errorf("the cloud-config is in %s", name)
		}
		disks = append(disks, name)
	}
	if len(disks) == 0 || len(holders(t, a.ID, daemon.Root)) == 0 || len(holders(t, "slsa", left)) == 0 || len(holders(t, a.Bucket(), left+"/history")) == 0 {
		t.Errorf("the search does not find what is there: disks %q, the account's number, a provenance, a record", disks)
	}
}

// canaryRun is a build with secrets, and whether it has to fail.
type canaryRun struct {
	client harness.Client
	build  harness.Build
	fails  bool
}

func canaryRuns(t *testing.T, a harness.Account, left string) map[string]canaryRun {
	t.Helper()
	published := func(change func(b *harness.Build)) harness.Build {
		b := withCanaries(t, publish(t, a))
		b.Args["LOG_LEVEL"] = "debug"
		change(&b)
		return b
	}
	byAuroraBoot := withCanaries(t, auroraboot(t))
	unmountable := withCanaries(t, auroraboot(t))
	unmountable.Args["AURORABOOT_IMAGE"] = brokenAuroraBoot(t, "mkfs.ext2", "exit 0\n")
	return map[string]canaryRun{
		"an AMI": {harness.Gateway, published(func(b *harness.Build) {
			b.Extra = []string{"--opt", "attest:provenance=mode=max", "--export-cache", "type=local,mode=max,compression=uncompressed,dest=" + filepath.Join(left, "cache")}
		}), false},
		"an AMI by a profile": {harness.Amikit, published(func(b *harness.Build) {
			b.Secrets, b.Extra = nil, []string{"--aws-profile", "e2e"}
			b.Args["AMI_NAME"], b.Args["S3_KEY"] = "e2e-profile", "profile.raw"
		}), false},
		"a disk by auroraboot":    {harness.Buildx, byAuroraBoot, false},
		"auroraboot that fails":   {harness.Gateway, unmountable, true},
		"a bucket that is none":   {harness.Gateway, published(func(b *harness.Build) { b.Args["S3_BUCKET"] = "e2e-canary-no-such-bucket" }), true},
		"a region that is none":   {harness.Buildx, published(func(b *harness.Build) { b.Args["AWS_ENDPOINT_URL"] = "ftp://x" }), true},
		"a wrong key":             {harness.Gateway, published(func(b *harness.Build) { b.Secrets["AWS_SECRET_ACCESS_KEY"] = keyCanary }), true},
		"no kernel":               {harness.Gateway, published(func(b *harness.Build) { remove(t, b.Context, "rootfs/boot") }), true},
		"a Dockerfile that fails": {harness.Gateway, published(func(b *harness.Build) { write(t, b.Context, "Dockerfile", "FROM scratch\nCOPY none /\n") }), true},
		"user-data that is none": {harness.Gateway, published(func(b *harness.Build) {
			b.SecretFiles["user-data"] = write(t, t.TempDir(), "user-data", "#cloud-config\n"+userDataCanary+": ["+userDataCanary+"\n")
		}), true},
	}
}

// withCanaries gives a build secrets that are words of their own, in every form.
func withCanaries(t *testing.T, b harness.Build) harness.Build {
	t.Helper()
	dir := t.TempDir()
	b.SecretFiles = map[string]string{
		"aws-config": write(t, dir, "config", "[profile canary]\nrole_session_name = "+configCanary+"\n"),
		"user-data":  write(t, dir, "user-data", "#cloud-config\nstylus: {site: {edgeHostToken: "+userDataCanary+"}}\n"),
	}
	return b
}

// startDaemon starts a daemon for one test.
func startDaemon(t *testing.T, entitlements ...string) *harness.Buildkitd {
	t.Helper()
	dir, err := os.MkdirTemp(suite.Dir, "own-")
	if err != nil {
		t.Fatal(err)
	}
	daemon, err := harness.StartBuildkitd(dir, entitlements...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(daemon.Stop)
	return daemon
}

// history is what the daemon remembers of all builds.
func history(t *testing.T, address string) string {
	t.Helper()
	text, err := harness.History(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// holders lists the files below the folders that hold the word.
func holders(t *testing.T, word string, dirs ...string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "grep", append([]string{"-rlaF", "-e", word}, dirs...)...).Output()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) { // 1 is nothing found
		t.Fatalf("grep: %v", err)
	}
	return slices.DeleteFunc(strings.Split(string(out), "\n"), func(name string) bool { return name == "" })
}
