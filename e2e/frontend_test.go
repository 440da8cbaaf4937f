//go:build e2e

package e2e

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// TestQuestionsAreAnsweredWithoutBuilding asks what buildx asks with --call.
func TestQuestionsAreAnsweredWithoutBuilding(t *testing.T) {
	t.Parallel()
	dir := newContext(t, debian())
	write(t, dir, "Dockerfile", "FROM scratch as root\nCOPY rootfs /\n")
	for question, c := range map[string]struct {
		target string
		words  []string
	}{
		"frontend.outline":              {"aws-cloud-image", []string{"DISK_BUILDER", "S3_BUCKET", "[MiB]", "AWS_SECRET_ACCESS_KEY"}},
		"frontend.lint":                 {"cloud-image", []string{"FromAsCasing"}},
		"frontend.subrequests.describe": {"", []string{"outline", "targets", "lint"}},
	} {
		t.Run(question, func(t *testing.T) {
			b := harness.Build{Context: dir, Target: c.target}
			b.Extra = []string{"--opt", "requestid=" + question, "--opt", "frontend.caps=moby.buildkit.frontend.subrequests"}
			r := build(t, harness.Gateway, b)
			wants(t, r.Stdout, c.words...)
			if r.Executed("COPY rootfs")+r.Executed("raw EFI disk") != 0 {
				t.Errorf("it built %q", r.Names())
			}
		})
	}
}

func TestWarningsReachTheClient(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	b.Args["DISKSIZE"] = "300M"
	remove(t, b.Context, userDataPath)
	write(t, b.Context, "Dockerfile", "ARG RECOVERYSIZE\nFROM scratch AS cloud-image\nFROM scratch AS iso-image\nCOPY rootfs /\n")
	b.Args["RECOVERYSIZE"] = "300M"
	r := build(t, harness.Gateway, b)
	wants(t, strings.Join(r.Warnings(), "\n"), "did you mean DISK_SIZE", userDataPath, "hides the stage")
	if !r.Warned("did you mean RECOVERY_SIZE", 1) {
		t.Errorf("no warning is about the ARG of line 1: %q", r.Warnings())
	}
}

// TestTheFrontendNeedsNoRegistry runs the frontend from an OCI layout.
func TestTheFrontendNeedsNoRegistry(t *testing.T) {
	t.Parallel()
	layout := t.TempDir()
	pull := harness.Build{Context: t.TempDir(), Target: "iso-image", Args: map[string]string{"ISO_IMAGE": suite.Image}}
	pull.Extra = []string{"--output", "type=oci,tar=false,dest=" + layout}
	build(t, harness.Amikit, pull)

	b := harness.Build{Context: newContext(t, debian()), Target: "iso-image", Output: t.TempDir()}
	b.Contexts = map[string]string{"amikit": "oci-layout://" + layout}
	write(t, b.Context, "Dockerfile", "# syntax=amikit\nFROM scratch\nCOPY rootfs /\n")
	build(t, harness.Buildx, b)
	read(t, b.Output, "etc/e2e-test")
}

// TestTheRootFilesystemOfAnotherBakeTarget links two targets, so that the root
// filesystem arrives as an input of the frontend.
func TestTheRootFilesystemOfAnotherBakeTarget(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	file := write(t, t.TempDir(), "docker-bake.json", `{"target": {
		"root": {"context": "`+b.Context+`"},
		"disk": {"context": "`+b.Context+`", "target": "cloud-image", "contexts": {"iso-image": "target:root"},
			"args": {"DISK_BUILDER": "builtin", "DISK_TOOLS_IMAGE": "`+suite.DiskTools+`"}, "output": ["type=local,dest=`+b.Output+`"]}}}`)
	cmd := exec.CommandContext(t.Context(), "buildx", "bake", "--builder", "e2e", "--progress", "rawjson",
		"--allow", "fs=/", "-f", file, "disk")
	if r := suite.Do(cmd, harness.Build{}); r.Err != nil {
		t.Fatalf("%v\n%s", r.Err, r.Failure())
	}
	describe(t, b.Output)
}
