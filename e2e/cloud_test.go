//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
	"github.com/amikit/amikit/internal/testroot"
)

// canvos is a build context with the files that CanvOS has for a cloud image, and
// a Kairos root filesystem that was booted once.
func canvos(t *testing.T) string {
	t.Helper()
	root := kairos().With("etc/ssh/ssh_host_rsa_key", testroot.File("secret")).With("etc/machine-id", testroot.File("0123456789abcdef\n"))
	dir := newContext(t, root.With("etc/logrotate.d/stylus.conf", testroot.Entry{Mode: 0o666, Data: []byte("of the image")}))
	for name, text := range map[string]string{
		"overlay/files/etc/kairos/.nousers": "", "overlay/files/opt/tool": "tool",
		"cloud-images/workaround/grubmenu.cfg": "menu", "cloud-images/workaround/custom-post-reset.yaml": "stages: {}\n",
		"cloudconfigs/cloud-content.sh": "#!/bin/sh\n",
	} {
		write(t, dir, name, text)
	}
	files := t.TempDir()
	write(t, files, "ui/index.html", "ui")
	tool(t, "tar", "-C", files, "-cf", filepath.Join(dir, "local-ui.tar"), "ui")
	return dir
}

// cloudFiles are a cloud image's files with mode and content.
func cloudFiles() map[string]string {
	return map[string]string{
		"etc/kairos/.nousers": "0644 ", "opt/tool": "0644 tool", "etc/kairos/branding/grubmenu.cfg": "0644 menu",
		"system/oem/custom-post-reset.yaml": "0644 stages: {}\n", "opt/spectrocloud/scripts/cloud-content.sh": "0755 #!/bin/sh\n",
		"opt/spectrocloud/ui/index.html": "0644 ui", "etc/logrotate.d/stylus.conf": "0644 of the image", "etc/machine-id": "0444 ",
	}
}

func checkCloud(t *testing.T, dir string) {
	t.Helper()
	for name, want := range cloudFiles() {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
			continue
		}
		if got := fmt.Sprintf("%04o %s", info.Mode().Perm(), read(t, dir, name)); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"etc/ssh/ssh_host_rsa_key", "opt/spectrocloud/local-ui.tar"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
}

func TestADiskHoldsTheRootFilesystemOfACloudImage(t *testing.T) {
	t.Parallel()
	b := builtinKairos(t)
	b.Context = canvos(t)
	build(t, harness.Gateway, b)
	raw, first := describe(t, b.Output)
	outer, system := t.TempDir(), t.TempDir()
	tool(t, "debugfs", "-R", "rdump / "+outer, fmt.Sprintf("%s?offset=%d", raw, partitionStart(t, raw, 3)))
	tool(t, "debugfs", "-R", "rdump / "+system, filepath.Join(outer, "cOS/recovery.img"))
	checkCloud(t, system)

	b.Output, b.Extra = t.TempDir(), []string{"--opt", "no-cache="}
	build(t, harness.Gateway, b)
	if _, second := describe(t, b.Output); second.Digest != first.Digest {
		t.Errorf("the steps make another disk each time: %s and %s", first.Digest, second.Digest)
	}
}

func TestTheRootFilesystemAloneIsThatOfACloudImageOnlyWhereAsked(t *testing.T) {
	t.Parallel()
	b := harness.Build{Context: canvos(t), Target: "iso-image", Output: t.TempDir()}
	build(t, harness.Gateway, b)
	if got := read(t, b.Output, "etc/machine-id"); got == "" {
		t.Error("it is changed where nobody asked")
	}
	for _, c := range harness.Clients() {
		t.Run(string(c), func(t *testing.T) {
			b.Output, b.Args = t.TempDir(), map[string]string{"IS_CLOUD_IMAGE": "true"}
			build(t, c, b)
			checkCloud(t, b.Output)
		})
	}
}

func TestCloudStepsNeedNoFolderOfTheRootFilesystem(t *testing.T) {
	t.Parallel()
	b := harness.Build{Context: newContext(t, kairos()), Target: "iso-image", Output: t.TempDir(), Args: map[string]string{"IS_CLOUD_IMAGE": "true"}}
	write(t, b.Context, "overlay/files/opt/tool", "tool")
	build(t, harness.Gateway, b)
	if got := read(t, b.Output, "opt/tool"); got != "tool" {
		t.Errorf("the overlay holds %q", got)
	}
}

func TestACloudImagesStepsAreSwitchedOffByName(t *testing.T) {
	t.Parallel()
	b := harness.Build{Context: canvos(t), Target: "iso-image", Output: t.TempDir()}
	b.Args = map[string]string{"IS_CLOUD_IMAGE": "true", "CLOUD_SKIP": "overlay, machine-id"}
	r := build(t, harness.Gateway, b)
	if got := read(t, b.Output, "etc/machine-id"); got == "" {
		t.Error("the machine's ID is emptied")
	}
	if names := strings.Join(r.Names(), "\n"); strings.Contains(names, "overlay:") || !strings.Contains(names, "[iso-image] ssh-host-keys:") {
		t.Errorf("the steps are\n%s", names)
	}
}
