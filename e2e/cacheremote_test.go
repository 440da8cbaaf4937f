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

// serveContext offers a context at two addresses: as a git repository, and as an
// archive that has no cloud-config in it.
func serveContext(t *testing.T) (git, archive string) {
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
	run("tar", "-C", dir, "--exclude=./cloud-images", "-cf", filepath.Join(site, "os.tar"), ".")
	run("git", "-C", dir, "init", "-q", "-b", "main")
	run("git", "-C", dir, "add", "-A", "-f")
	run("git", "-C", dir, "commit", "-q", "-m", "An operating system")
	run("git", "clone", "-q", "--bare", dir, filepath.Join(site, "os.git"))
	run("git", "-C", filepath.Join(site, "os.git"), "update-server-info")
	server := httptest.NewServer(http.FileServer(http.Dir(site)))
	t.Cleanup(server.Close)
	return server.URL + "/os.git#main", server.URL + "/os.tar"
}

// TestARemoteContextsDiskStaysOutOfExportedCaches exports all that may be exported
// of a disk whose context is an address, and looks for the cloud-config in it.
func TestARemoteContextsDiskStaysOutOfExportedCaches(t *testing.T) {
	git, archive := serveContext(t)
	root := t.Name() // stands in the root filesystem
	secret := map[string]string{"user-data": write(t, t.TempDir(), "user-data", "#cloud-config\nhostname: "+remoteCanary+"\n")}
	folder := map[string]string{"unexported": "local:" + t.TempDir()}
	for name, c := range map[string]struct {
		client harness.Client
		build  harness.Build
		found  bool // where the client offers no folder, which a warning says
	}{
		"a repository by amikit build":            {harness.Amikit, harness.Build{Context: git}, false},
		"an archive and a secret by amikit build": {harness.Amikit, harness.Build{Context: archive, SecretFiles: secret}, false},
		"a repository and a folder by buildx":     {harness.Buildx, harness.Build{Context: git, Contexts: folder}, false},
		"a repository alone by buildctl":          {harness.Gateway, harness.Build{Context: git}, true},
	} {
		t.Run(name, func(t *testing.T) {
			cache := t.TempDir()
			b := c.build
			b.Target, b.Output = "cloud-image", t.TempDir()
			b.Args = map[string]string{"DISK_BUILDER": "builtin", "DISK_TOOLS_IMAGE": suite.DiskTools}
			b.Extra = []string{exportFlag(c.client), "type=local,mode=max,compression=uncompressed,force-compression=true,dest=" + cache}
			r := build(t, c.client, b)
			if len(holders(t, remoteCanary, b.Output)) != 1 || len(holders(t, root, cache)) == 0 {
				t.Errorf("the cloud-config is in %q, the root filesystem in %q", holders(t, remoteCanary, b.Output), holders(t, root, cache))
			}
			found := holders(t, remoteCanary, cache)
			warned := strings.Contains(strings.Join(r.Warnings(), "\n"), "--build-context unexported=DIR")
			if (len(found) > 0) != c.found || warned != c.found {
				t.Errorf("the cache holds the cloud-config in %q; warnings are %q", found, r.Warnings())
			}
		})
	}
}

func exportFlag(c harness.Client) string {
	if c == harness.Gateway {
		return "--export-cache"
	}
	return "--cache-to"
}
