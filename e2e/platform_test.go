//go:build e2e

package e2e

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// twoPlatforms gives a build a root filesystem for each of two platforms.
func twoPlatforms(t *testing.T, b *harness.Build) {
	t.Helper()
	b.Platforms = []string{"linux/amd64", "linux/arm64"}
	for _, arch := range []string{"amd64", "arm64"} {
		remove(t, b.Context, "linux-"+arch)
		if err := rootOf(arch).Write(filepath.Join(b.Context, "linux-"+arch)); err != nil {
			t.Fatal(err)
		}
	}
	write(t, b.Context, "Dockerfile", "FROM scratch\nARG TARGETOS TARGETARCH\nCOPY $TARGETOS-$TARGETARCH /\n")
}

// TestTwoPlatformsAreTwoAMIs reads them where exporters put them, and in the metadata.
func TestTwoPlatformsAreTwoAMIs(t *testing.T) {
	a := newAccount(t)
	b := publish(t, a)
	twoPlatforms(t, &b)
	file := filepath.Join(t.TempDir(), "metadata.json")
	b.Extra = []string{"--metadata-file", file}
	build(t, harness.Gateway, b)
	var metadata map[string]json.RawMessage
	if err := json.Unmarshal([]byte(read(t, file)), &metadata); err != nil {
		t.Fatal(err)
	}
	for arch, want := range map[string]string{"amd64": "x86_64", "arm64": "arm64"} {
		p := image(t, filepath.Join(b.Output, "linux_"+arch))
		if p.Name != "e2e-"+arch || !strings.HasSuffix(p.S3URI, "-"+arch+".raw") {
			t.Errorf("the image for %s is called %q and its object %q", arch, p.Name, p.S3URI)
		}
		var told struct {
			ImageID      string `json:"imageID"`
			Architecture string `json:"architecture"`
		}
		if err := json.Unmarshal(metadata["frontend.amikit.ami/linux/"+arch], &told); err != nil || told.ImageID != p.ImageID || told.Architecture != want {
			t.Errorf("the metadata for %s says %+v, %v", arch, told, err)
		}
	}
}

// TestOnePlatformsFailureLeavesTheOthersAMI lets one of two platforms fail at each
// stage: the other's AMI is made, and found when the build is repeated.
func TestOnePlatformsFailureLeavesTheOthersAMI(t *testing.T) {
	for name, c := range map[string]struct {
		spoil, mend func(t *testing.T, b harness.Build)
		words       string
	}{
		"no kernel": {
			func(t *testing.T, b harness.Build) { remove(t, b.Context, "linux-arm64/boot") },
			func(t *testing.T, b harness.Build) {
				twoPlatforms(t, &b)
			}, "no kernel",
		},
		"an upload that is refused": {
			func(t *testing.T, _ harness.Build) {
				steer(t, "POST", "denials", map[string]string{"action": "s3:UploadPart", "resource": "*-arm64.raw"})
			},
			func(t *testing.T, _ harness.Build) { steer(t, "DELETE", "denials", nil) }, "-arm64.raw",
		},
		"an import that fails": {
			func(t *testing.T, b harness.Build) {
				steer(t, "POST", "import-failures", map[string]any{
					"bucket": b.Args["S3_BUCKET"], "key": "*-arm64.raw", "message": "ClientError: e2e", "times": 1,
				})
			},
			func(*testing.T, harness.Build) {}, "ClientError: e2e",
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := publish(t, newAccount(t))
			twoPlatforms(t, &b)
			c.spoil(t, b)
			r := refuse(t, harness.Gateway, b)
			wants(t, lastLine(r.Stderr), "linux/arm64", c.words)
			if n := r.Executed("linux/amd64 aws-cloud-image] register"); n != 1 {
				t.Errorf("the other platform published %d times: %q", n, r.Names())
			}
			c.mend(t, b)
			again := build(t, harness.Gateway, b)
			if n := again.Executed("linux/amd64 cloud-image]"); n != 0 {
				t.Error("the other platform's disk was made again")
			}
			if p := image(t, filepath.Join(b.Output, "linux_amd64")); p.Sent != 0 || len(p.Reused) == 0 {
				t.Errorf("the other platform's image was made again: %+v", p)
			}
			image(t, filepath.Join(b.Output, "linux_arm64"))
		})
	}
}
