//go:build e2e

package e2e

import (
	"os"
	"runtime"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// otherDaemon starts a daemon that has built nothing yet, and has the suite's
// images in its registry.
func otherDaemon(t *testing.T) *harness.Buildkitd {
	t.Helper()
	dir, err := os.MkdirTemp("", "amikit-")
	if err != nil {
		t.Fatal(err)
	}
	daemon, err := harness.StartBuildkitd(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		daemon.Stop()
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return daemon
}

// cached is a build of a target, with a cloud-config or without one.
func cached(t *testing.T, target string, userData bool) harness.Build {
	t.Helper()
	b := builtin(t)
	b.Target, b.Output = target, ""
	if !userData {
		remove(t, b.Context, userDataPath)
	}
	return b
}

// TestOtherDaemonsTakeTheCache exports the cache of each way from one daemon and
// builds by it on another, which runs nothing but what may not be exported.
func TestOtherDaemonsTakeTheCache(t *testing.T) {
	daemon := otherDaemon(t)
	everyWay(t, daemon)
	t.Run("not a disk with a cloud-config", func(t *testing.T) { staysOut(t, daemon) })
	t.Run("not a publication", func(t *testing.T) { isPublishedAgain(t, daemon) })
}

func everyWay(t *testing.T, daemon *harness.Buildkitd) {
	ref := func(name string) string { return suite.Registry.Address + "/cache:" + name }
	folder := t.TempDir()
	for name, way := range map[string]struct{ to, from []string }{
		"local": {
			[]string{"--export-cache", "type=local,mode=max,dest=" + folder},
			[]string{"--import-cache", "type=local,src=" + folder},
		},
		"registry": {
			[]string{"--export-cache", "type=registry,mode=max,ref=" + ref("registry")},
			[]string{"--import-cache", "type=registry,ref=" + ref("registry")},
		},
		"inline": {
			[]string{"--export-cache", "type=inline", "--output", "type=image,push=true,name=" + ref("inline")},
			[]string{"--import-cache", "type=registry,ref=" + ref("inline")},
		},
	} {
		for target, step := range map[string]string{"iso-image": "COPY rootfs", "cloud-image": "raw EFI disk"} {
			t.Run(name+" of "+target, func(t *testing.T) {
				b := cached(t, target, false)
				b.Extra = way.to
				if r := build(t, harness.Gateway, b); r.Executed(step) != 1 {
					t.Fatalf("it ran %q", r.Names())
				}
				b.Host, b.Extra, b.Output = daemon.Address, way.from, t.TempDir()
				if r := build(t, harness.Gateway, b); r.Executed(step) != 0 {
					t.Errorf("the other daemon ran %q", step)
				}
			})
		}
	}
}

// staysOut exports all that may be exported.
func staysOut(t *testing.T, daemon *harness.Buildkitd) {
	folder := t.TempDir()
	b := cached(t, "cloud-image", true)
	b.Args["OUTPUT_FORMAT"] = "qcow2"
	b.Extra = []string{"--export-cache", "type=local,mode=max,dest=" + folder}
	build(t, harness.Gateway, b)
	b.Host, b.Output = daemon.Address, t.TempDir()
	b.Extra = []string{"--import-cache", "type=local,src=" + folder}
	r := build(t, harness.Gateway, b)
	got := [3]int{r.Executed("COPY rootfs"), r.Executed("raw EFI disk"), r.Executed("convert the disk")}
	if got != [3]int{0, 1, 1} {
		t.Errorf("root filesystem, disk and conversion ran %v times", got)
	}
}

// isPublishedAgain publishes by an exported cache.
func isPublishedAgain(t *testing.T, daemon *harness.Buildkitd) {
	folder := t.TempDir()
	b := publish(t, newAccount(t))
	b.Extra = []string{"--export-cache", "type=local,mode=max,dest=" + folder}
	build(t, harness.Gateway, b)
	first := image(t, b.Output)
	b.Host, b.Output = daemon.Address, t.TempDir()
	b.Extra = []string{"--import-cache", "type=local,src=" + folder}
	if r := build(t, harness.Gateway, b); r.Executed("register the disk") != 1 {
		t.Errorf("it ran %q", r.Names())
	}
	if second := image(t, b.Output); second.ImageID != first.ImageID || second.Sent != 0 {
		t.Errorf("the first build made %+v, the other %+v", first, second)
	}
}

// TestANewVersionWithTheSameDiskCodeRebuildsNothing builds by an image whose
// program is another one, beside the same disk program.
func TestANewVersionWithTheSameDiskCodeRebuildsNothing(t *testing.T) {
	dir, next := t.TempDir(), suite.Registry.Address+"/amikit:next"
	write(t, dir, "Dockerfile", "FROM "+suite.Image+"\nCOPY version /\n")
	write(t, dir, "version", runtime.Version())
	push := harness.Build{Context: dir, Extra: []string{"--output", "type=image,push=true,name=" + next}}
	build(t, harness.Gateway, push)

	b := publish(t, newAccount(t))
	build(t, harness.Gateway, b)
	b.Output = t.TempDir()
	b.Extra = []string{"--opt", "source=" + next}
	r := build(t, harness.Gateway, b)
	got := [3]int{r.Executed("COPY rootfs"), r.Executed("raw EFI disk"), r.Executed("register the disk")}
	if got != [3]int{0, 0, 1} {
		t.Errorf("root filesystem, disk and publishing ran %v times", got)
	}
	image(t, b.Output)
}

// TestTheRootFilesystemThatHoldsTheCloudConfigIsMadeAnew tells so.
func TestTheRootFilesystemThatHoldsTheCloudConfigIsMadeAnew(t *testing.T) {
	b := builtin(t)
	write(t, b.Context, "Dockerfile", "FROM scratch\nCOPY rootfs /\nCOPY cloud-images /cloud-images\n")
	build(t, harness.Gateway, b)
	changeUserData(t, &b)
	b.Output = t.TempDir()
	r := build(t, harness.Gateway, b)
	if got := [3]int{r.Executed("COPY rootfs"), r.Executed("COPY cloud-images"), r.Executed("raw EFI disk")}; got != [3]int{0, 1, 1} {
		t.Errorf("the copies and the disk ran %v times", got)
	}
	if !r.Warned(userDataPath, 3) {
		t.Errorf("warnings are %q", r.Warnings())
	}
}
