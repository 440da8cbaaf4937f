//go:build e2e

package e2e

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// remoteCanary stands in a cloud-config and nowhere else.
const remoteCanary = "e2e-remote-context-canary"

// serveContext offers a context at three addresses: as a git repository, as an
// archive, and as one that has no cloud-config in it.
func serveContext(t *testing.T) (git, archive, bare string) {
	t.Helper()
	dir, site := newContext(t, kairos()), t.TempDir()
	write(t, dir, userDataPath, "#cloud-config\nhostname: "+remoteCanary+"\n")
	run := func(name string, args ...string) {
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
			"GIT_AUTHOR_NAME=e2e", "GIT_AUTHOR_EMAIL=e2e@example.com", "GIT_COMMITTER_NAME=e2e", "GIT_COMMITTER_EMAIL=e2e@example.com")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s %q: %v\n%s", name, args, err, out)
		}
	}
	run("tar", "-C", dir, "-cf", filepath.Join(site, "os.tar"), ".")
	run("tar", "-C", dir, "--exclude=./cloud-images", "-cf", filepath.Join(site, "bare.tar"), ".")
	run("git", "-C", dir, "init", "-q", "-b", "main")
	run("git", "-C", dir, "add", "-A", "-f")
	run("git", "-C", dir, "commit", "-q", "-m", "An operating system")
	run("git", "clone", "-q", "--bare", dir, filepath.Join(site, "os.git"))
	run("git", "-C", filepath.Join(site, "os.git"), "update-server-info")
	server := httptest.NewServer(http.FileServer(http.Dir(site)))
	t.Cleanup(server.Close)
	return server.URL + "/os.git#main", server.URL + "/os.tar", server.URL + "/bare.tar"
}

// TestARemoteContextsDiskStaysOutOfExportedCaches exports all that may be exported
// of a disk whose context is an address, and looks for the cloud-config in it.
func TestARemoteContextsDiskStaysOutOfExportedCaches(t *testing.T) {
	git, _, archive := serveContext(t)
	root := t.Name() // stands in the root filesystem
	secret := map[string]string{"user-data": write(t, t.TempDir(), "user-data", "#cloud-config\nhostname: "+remoteCanary+"\n")}
	folder := map[string]string{"unexported": "local:" + t.TempDir()}
	for name, c := range map[string]struct {
		client harness.Client
		build  harness.Build
		mode   string
	}{
		"a repository by amikit build":            {harness.Amikit, harness.Build{Context: git}, "max"},
		"an archive and a secret by amikit build": {harness.Amikit, harness.Build{Context: archive, SecretFiles: secret}, "max"},
		"a repository and a folder by buildx":     {harness.Buildx, harness.Build{Context: git, Contexts: folder}, "max"},
		"a repository and a folder by buildctl":   {harness.Gateway, harness.Build{Context: git, Contexts: folder}, "max"},
		"the same of mode min":                    {harness.Gateway, harness.Build{Context: git, Contexts: folder}, "min"},
	} {
		t.Run(name, func(t *testing.T) {
			cache := t.TempDir()
			b := remoteDisk(c.build)
			b.Output = t.TempDir()
			b.Extra = []string{exportFlag(c.client), "type=local,mode=" + c.mode + ",compression=uncompressed,force-compression=true,dest=" + cache}
			build(t, c.client, b)
			if got := holders(t, remoteCanary, b.Output); len(got) != 1 {
				t.Errorf("the cloud-config is in %q", got)
			}
			if got := holders(t, remoteCanary, cache); len(got) != 0 {
				t.Errorf("the cache holds the cloud-config in %q", got)
			}
			if c.mode == "max" && len(holders(t, root, cache)) == 0 {
				t.Error("the cache does not hold the root filesystem")
			}
		})
	}
}

// TestARemoteContextsDiskIsRefusedWhereNothingKeepsItOut builds without a folder
// of the client, or with the cloud-config in an archive.
func TestARemoteContextsDiskIsRefusedWhereNothingKeepsItOut(t *testing.T) {
	git, archive, _ := serveContext(t)
	caching := []string{"--cache-to", "type=local,dest=" + t.TempDir()}
	for name, c := range map[string]struct {
		client harness.Client
		build  harness.Build
		want   string
	}{
		"a repository by buildctl":                {harness.Gateway, harness.Build{Context: git}, "--local unexported=DIR --opt context:unexported=local:unexported"},
		"a repository by buildx":                  {harness.Buildx, harness.Build{Context: git}, "--build-context unexported=DIR"},
		"an archive by amikit build with a cache": {harness.Amikit, harness.Build{Context: archive, Extra: caching}, "secret user-data"},
	} {
		t.Run(name, func(t *testing.T) {
			r := refuse(t, c.client, remoteDisk(c.build))
			if got := r.Failure(); !strings.Contains(got, c.want) || r.Executed("COPY rootfs") != 0 {
				t.Errorf("it ran %q and failed by %s", r.Names(), got)
			}
		})
	}
	t.Run("unless there is no cache, as buildx says", func(t *testing.T) {
		b := remoteDisk(harness.Build{Context: git})
		b.Args["CACHE_EXPORT"] = "none"
		build(t, harness.Buildx, b)
	})
	t.Run("unless there is no cache, as amikit build knows", func(t *testing.T) {
		build(t, harness.Amikit, remoteDisk(harness.Build{Context: archive}))
	})
}

func remoteDisk(b harness.Build) harness.Build {
	b.Target = "cloud-image"
	b.Args = map[string]string{"DISK_BUILDER": "builtin", "DISK_TOOLS_IMAGE": suite.DiskTools}
	return b
}

func exportFlag(c harness.Client) string {
	if c == harness.Gateway {
		return "--export-cache"
	}
	return "--cache-to"
}
