//go:build e2e

package e2e

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
	"github.com/amikit/amikit/internal/earthfile"
)

// Earthly's clients need a daemon of their own, so here the commands of the
// Earthfile run as it writes them, in the images that it names, but by a
// Dockerfile.

func recipe(t *testing.T, name string) earthfile.Recipe {
	t.Helper()
	recipes, err := earthfile.Parse(read(t, suite.Repo, "Earthfile"))
	if err != nil {
		t.Fatal(err)
	}
	r, ok := earthfile.Find(recipes, name)
	if !ok {
		t.Fatalf("the Earthfile has no %s", name)
	}
	return r
}

// commands writes the RUNs of the recipes that call a program or make a folder
// for it as a Dockerfile has them.
func commands(t *testing.T, recipes ...string) string {
	t.Helper()
	var text strings.Builder
	for _, name := range recipes {
		for _, c := range recipe(t, name).Of("RUN") {
			flags, command := c.Flags()
			if strings.HasPrefix(command, "mkdir ") {
				text.WriteString("RUN " + strings.Join(dockerFlags(flags), " ") + " " + command + "\n")
			}
		}
	}
	return text.String()
}

// dockerFlags spells an Earthfile's flags as a Dockerfile does. The files among
// the secrets are those of a profile, which these tests do not use.
func dockerFlags(flags []string) []string {
	var spelt []string
	for _, flag := range flags {
		switch name, id, _ := strings.Cut(strings.TrimPrefix(flag, "--secret="), "="); {
		case id != "" && strings.HasPrefix(flag, "--secret="):
			spelt = append(spelt, "--mount=type=secret,id="+name+",env="+name)
		case flag == "--privileged":
			spelt = append(spelt, "--security=insecure")
		case strings.HasPrefix(flag, "--network="):
			spelt = append(spelt, flag)
		}
	}
	return spelt
}

// earthfileBuild is a build of the Earthfile's steps behind +iso-image.
func earthfileBuild(t *testing.T, context string, recipes ...string) harness.Build {
	t.Helper()
	write(t, context, "Dockerfile", strings.Join([]string{
		"FROM " + suite.Image + " AS amikit",
		"FROM " + suite.AuroraBoot + " AS disk",
		"COPY --from=amikit /amikit-disk /",
		"COPY rootfs /rootfs",
		"COPY " + userDataPath + " /user-data/",
		commands(t, append([]string{"DISK_INPUTS"}, recipes...)...),
		"FROM scratch AS cloud-disk",
		"COPY --from=disk /disk /",
		"FROM disk AS published",
		"COPY --from=amikit /amikit /",
		"ARG REGION S3_BUCKET AWS_ENDPOINT_URL ALLOW_HTTP IMPORT_POLL IMAGE_POLL",
		commands(t, "PUBLISH"),
		"FROM scratch AS ami",
		"COPY --from=published /out /",
	}, "\n"))
	return harness.Build{Context: context, Target: "cloud-disk", Output: t.TempDir()}
}

func TestTheEarthfilesBuiltinDiskAndItsAMI(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	b := earthfileBuild(t, newContext(t, debian()), "BUILTIN")
	build(t, harness.Syntax, b)
	raw, d := describe(t, b.Output)
	checkTable(t, raw)
	if d.File != filepath.Base(raw) || d.BootMode != "uefi" {
		t.Fatalf("disk.json says %+v", d)
	}
	b.Target, b.Output, b.Args, b.Secrets = "ami", t.TempDir(), a.Args(), a.Secrets()
	build(t, harness.Syntax, b)
	if p := image(t, b.Output); snapshotDigest(t, a, p) != p.Digest || p.Digest != d.Digest {
		t.Fatalf("the disk is %s, the image %+v", d.Digest, p)
	}
}

func TestTheEarthfilesAuroraBootDisk(t *testing.T) {
	t.Parallel()
	b := earthfileBuild(t, newContext(t, kairos()), "AURORABOOT")
	b.Allow = []string{"security.insecure"}
	build(t, harness.Syntax, b)
	raw, _ := describe(t, b.Output)
	checkTable(t, raw)
	if got, want := cat(t, raw, oemPartition(t, raw), "/90_custom.yaml"), read(t, b.Context, userDataPath); got != want {
		t.Fatalf("the cloud-config on the disk is %q, want %q", got, want)
	}
}
