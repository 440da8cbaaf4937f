package frontend

import (
	"slices"
	"strings"
	"testing"
)

// FuzzOptionsNeverPanic gives the frontend any option beside a target of ours.
func FuzzOptionsNeverPanic(f *testing.F) {
	for _, seed := range [][2]string{
		{"build-arg:REGION", "us-east-1"}, {"build-arg:DISK_SIZE", "-1"}, {"build-arg:SOURCE_DATE_EPOCH", "99999999999999"},
		{"platform", "linux/amd64,linux/arm64"}, {"platform", ","}, {"platform", "a/b/c/d"}, {"context:iso-image", "docker-image://"},
		{"context:iso-image::linux/amd64", "x"}, {"context:iso-image", "oci-layout://a@b"}, {"context", "https://example.com/a.git#:"},
		{"no-cache", "cloud-image"}, {"requestid", "frontend.outline"}, {"requestid", "x"}, {"target", "\x00"}, {"cmdline", " "},
		{"source", "@"}, {"build-arg:BUILDKIT_SYNTAX", " "}, {"add-hosts", "a=b"}, {"ulimit", "="}, {"shm-size", "x"}, {"build-arg:AURORABOOT_IMAGE", "://"},
	} {
		for _, target := range []string{TargetRootfs, TargetDisk, TargetAMI, ""} {
			f.Add(target, seed[0], seed[1])
		}
	}
	f.Fuzz(func(t *testing.T, target, key, value string) {
		g := newGateway(map[string]string{
			keyTarget: target, "build-arg:REGION": "r", "build-arg:S3_BUCKET": "b", "build-arg:ISO_IMAGE": "example.com/os", key: value,
		}).withDockerfile(scratchDockerfile)
		if _, err := g.build(t); err != nil && strings.Contains(err.Error(), "failed unexpectedly") {
			t.Fatal(err)
		}
	})
}

// FuzzTargetSelection gives any Dockerfile and target: a target is found, or
// refused by a name that it has, and the root filesystem's stage is one of the
// Dockerfile's.
func FuzzTargetSelection(f *testing.F) {
	for _, dockerfile := range []string{
		"", scratchDockerfile, "FROM scratch AS iso-image\n", "FROM scratch AS ISO-Image\nFROM iso-image AS b\n", "FROM scratch AS cloud-image\n",
		"# syntax=example.com/amikit\nFROM scratch\n", "#!/bin/sh\n# syntax=x\n", "\ufeff# syntax=\nFROM a AS b\nFROM b", "FROM", "{\"syntax\": \"x\"}",
		"ARG A=b\nFROM ${A} AS ${A}\n", "# escape=`\nFROM a `\n AS b\n", "FROM a AS 0\n", "RUN <<EOF\nFROM x AS y\nEOF\n",
	} {
		f.Add(dockerfile, "iso-image")
		f.Add(dockerfile, "b")
		f.Add(dockerfile, "0")
	}
	f.Fuzz(func(t *testing.T, dockerfile, target string) {
		r := newGateway(map[string]string{keyTarget: target, keySource: "example.com/amikit"}).withDockerfile(dockerfile).request(t)
		stages := r.stages(t.Context())
		if err := r.checkTarget(t.Context()); err != nil && (contains(named(stages), target) || !strings.Contains(err.Error(), "there is no target")) {
			t.Fatalf("stages %q: %v", stages, err)
		}
		if stage := r.rootfsStage(t.Context()); stage != "" && !slices.ContainsFunc(stages, func(s string) bool { return strings.EqualFold(s, stage) }) {
			t.Fatalf("the root filesystem is stage %q, of %q", stage, stages)
		}
		p := parseDockerfile([]byte(dockerfile))
		p.args()
		p.copies(UserDataPath, target)
	})
}
