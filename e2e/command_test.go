//go:build e2e

package e2e

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// TestBuildReadsArgAndSecretFiles publishes with the two files alone, which
// never leave the client.
func TestBuildReadsArgAndSecretFiles(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	b := publish(t, a)
	write(t, b.Context, ".arg", lines(b.Args))
	write(t, b.Context, ".secret", lines(a.Secrets()))
	write(t, b.Context, "Dockerfile", "FROM scratch\nCOPY . /context\nCOPY rootfs /\n")
	b.Args, b.Secrets = nil, nil
	build(t, harness.Amikit, b)
	image(t, b.Output)

	b.Target, b.Output = "iso-image", t.TempDir()
	build(t, harness.Amikit, b)
	for _, name := range []string{".arg", ".secret"} {
		if found, err := filepath.Glob(filepath.Join(b.Output, "context", name)); err != nil || len(found) > 0 {
			t.Errorf("the image holds %v (%v)", found, err)
		}
	}
}

func lines(values map[string]string) string {
	var text strings.Builder
	for name, value := range values {
		text.WriteString(name + "=" + value + "\n")
	}
	return text.String()
}

// TestCreatePublishesADiskFromTheCommandLine makes the same image of the same
// disk with no BuildKit between.
func TestCreatePublishesADiskFromTheCommandLine(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	b := publish(t, a)
	build(t, harness.Gateway, b)
	want := image(t, b.Output)
	b.Target, b.Output = "cloud-image", t.TempDir()
	build(t, harness.Gateway, b)

	cmd := exec.CommandContext(t.Context(), suite.Amikit, "ami", "create", b.Output, "--ami-name", "e2e", "--output", "json")
	cmd.Dir, cmd.Env = t.TempDir(), a.Environ()
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got published
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if got.ImageID != want.ImageID || got.Sent != 0 {
		t.Fatalf("the command made %+v, the build had made %+v", got, want)
	}
}

// TestTheMetadataNamesTheImage reads what scripts read.
func TestTheMetadataNamesTheImage(t *testing.T) {
	t.Parallel()
	b := publish(t, newAccount(t))
	file := filepath.Join(t.TempDir(), "metadata.json")
	b.Extra = []string{"--metadata-file", file}
	build(t, harness.Gateway, b)
	if p := image(t, b.Output); !strings.Contains(read(t, file), p.ImageID) {
		t.Fatalf("the metadata does not name %s:\n%s", p.ImageID, read(t, file))
	}
}

// TestTargetsAreListed asks what can be built, as buildx --call=targets does.
func TestTargetsAreListed(t *testing.T) {
	t.Parallel()
	b := harness.Build{Context: newContext(t, debian())}
	b.Extra = []string{"--opt", "requestid=frontend.targets", "--opt", "frontend.caps=moby.buildkit.frontend.subrequests"}
	r := build(t, harness.Gateway, b)
	wants(t, r.Stdout, "iso-image", "cloud-image", "aws-cloud-image")
}
