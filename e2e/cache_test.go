//go:build e2e

package e2e

import (
	"regexp"
	"slices"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
	"github.com/amikit/amikit/internal/testroot"
)

// TestWhatChangesRebuildsWhat counts the steps that really ran after one change.
func TestWhatChangesRebuildsWhat(t *testing.T) {
	a := newAccount(t)
	for name, c := range map[string]struct {
		change             func(t *testing.T, b *harness.Build)
		rootfs, disk, push int
	}{
		"nothing":       {func(*testing.T, *harness.Build) {}, 0, 0, 1},
		"AMI_NAME":      {func(_ *testing.T, b *harness.Build) { b.Args["AMI_NAME"] = "e2e-other" }, 0, 0, 1},
		"LOG_LEVEL":     {func(_ *testing.T, b *harness.Build) { b.Args["LOG_LEVEL"] = "debug" }, 0, 0, 1},
		"DISK_SIZE":     {func(_ *testing.T, b *harness.Build) { b.Args["DISK_SIZE"] = "300M" }, 0, 1, 1},
		"the user-data": {changeUserData, 0, 1, 1},
		"the root filesystem": {func(t *testing.T, b *harness.Build) {
			if err := (testroot.Tree{"etc/new": testroot.File("new\n")}).Write(b.Context + "/rootfs"); err != nil {
				t.Fatal(err)
			}
		}, 1, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			b := publish(t, a)
			b.Args["AMI_NAME"], b.Args["S3_KEY"] = "e2e-"+t.Name()[len(t.Name())-4:], t.Name()+".raw"
			build(t, harness.Gateway, b)
			b.Output = t.TempDir()
			b.Args = with(b.Args, map[string]string{"ON_CONFLICT": "replace"})
			c.change(t, &b)
			r := build(t, harness.Gateway, b)
			got := [3]int{r.Executed("COPY rootfs"), r.Executed("raw EFI disk"), r.Executed("register the disk")}
			if want := [3]int{c.rootfs, c.disk, c.push}; got != want {
				t.Fatalf("root filesystem, disk and publishing ran %v times, want %v", got, want)
			}
			if ran := steps(r); c.disk == 0 && !slices.Equal(ran, publishing()) {
				t.Fatalf("beside publishing it ran %q", ran)
			}
		})
	}
}

// publishing are the steps that run in every build.
func publishing() []string {
	return []string{"[aws-cloud-image] check the settings and the credentials", "[aws-cloud-image] register the disk as an AMI"}
}

// steps are the vertices that ran, those of the root filesystem and of the tools
// among them. Sources are left out: each build asks them for their key.
func steps(r *harness.Result) []string {
	sources := regexp.MustCompile(`^(\[internal\] (load|list|keep) |docker-image://|resolve image config|exporting |importing cache)`)
	return slices.DeleteFunc(r.Ran(), sources.MatchString)
}

func changeUserData(t *testing.T, b *harness.Build) {
	t.Helper()
	write(t, b.Context, userDataPath, "#cloud-config\nhostname: other\n")
}

// TestARegionIsNoPartOfTheDisk builds one disk for two regions.
func TestARegionIsNoPartOfTheDisk(t *testing.T) {
	a := newAccount(t)
	west, err := suite.AWS.NewAccount(t.Context(), "eu-west-1")
	if err != nil {
		t.Fatal(err)
	}
	b := publish(t, a)
	build(t, harness.Gateway, b)
	first := image(t, b.Output)
	b.Secrets, b.Output = west.Secrets(), t.TempDir()
	b.Args = with(b.Args, west.Args())
	b.Args["REGION"] = "eu-west-1"
	r := build(t, harness.Gateway, b)
	if got := steps(r); !slices.Equal(got, publishing()) {
		t.Fatalf("for another region it ran %q", got)
	}
	if second := image(t, b.Output); second.Digest != first.Digest {
		t.Fatalf("the disks are %s and %s", first.Digest, second.Digest)
	}
}
