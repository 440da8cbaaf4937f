//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/e2e/harness"
	"github.com/amikit/amikit/internal/readback"
)

// published is what the tests read of ami.json.
type published struct {
	ImageID    string   `json:"imageID"`
	SnapshotID string   `json:"snapshotID"`
	Name       string   `json:"name"`
	Account    string   `json:"account"`
	S3URI      string   `json:"s3URI"`
	Digest     string   `json:"digest"`
	Size       int64    `json:"size"`
	Sent       int64    `json:"sent"`
	Parent     string   `json:"parent"`
	Reused     []string `json:"reused"`
}

func newAccount(t *testing.T) harness.Account {
	t.Helper()
	a, err := suite.AWS.NewAccount(t.Context(), harness.Region)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// publish is a build of a builtin disk into an account.
func publish(t *testing.T, a harness.Account) harness.Build {
	t.Helper()
	b := builtin(t)
	b.Target, b.Secrets = "aws-cloud-image", a.Secrets()
	b.Args = with(b.Args, a.Args())
	b.Args["AMI_NAME"] = "e2e"
	return b
}

// image reads a result's ami.json and holds it against ami-id.
func image(t *testing.T, dir string) published {
	t.Helper()
	var p published
	if err := json.Unmarshal([]byte(read(t, dir, "ami.json")), &p); err != nil {
		t.Fatal(err)
	}
	if id := read(t, dir, "ami-id"); id != p.ImageID+"\n" || !strings.HasPrefix(id, "ami-") {
		t.Fatalf("ami-id is %q, ami.json says %q", id, p.ImageID)
	}
	return p
}

// state asks AWS for the state of an image.
func state(t *testing.T, a harness.Account, id string) string {
	t.Helper()
	out, err := a.EC2().DescribeImages(t.Context(), &ec2.DescribeImagesInput{ImageIds: []string{id}})
	if err != nil {
		t.Fatal(err)
	}
	return string(out.Images[0].State)
}

// snapshotDigest is the digest of the bytes that AWS holds.
func snapshotDigest(t *testing.T, a harness.Account, p published) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "volume.raw")
	if err := readback.ToFile(t.Context(), a.EBS(), p.SnapshotID, name); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, p.Size); err != nil {
		t.Fatal(err)
	}
	file, err := disk.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	scanned, err := disk.Scan(t.Context(), file, 2)
	if err != nil {
		t.Fatal(err)
	}
	return scanned.Manifest.Digest().String()
}

func TestAMIByEveryClient(t *testing.T) {
	for _, c := range harness.Clients() {
		t.Run(string(c), func(t *testing.T) {
			a := newAccount(t)
			b := publish(t, a)
			build(t, c, b)
			p := image(t, b.Output)
			if got := state(t, a, p.ImageID); got != "available" || p.Account != a.ID {
				t.Fatalf("the image of account %s is %s in account %s", p.Account, got, a.ID)
			}
			if got := snapshotDigest(t, a, p); got != p.Digest {
				t.Fatalf("the snapshot holds %s, the disk is %s", got, p.Digest)
			}
		})
	}
}

func TestAnAuroraBootDiskIsPublished(t *testing.T) {
	a := newAccount(t)
	b := auroraboot(t)
	b.Target, b.Secrets, b.Args = "aws-cloud-image", a.Secrets(), with(b.Args, a.Args())
	build(t, harness.Gateway, b)
	if p := image(t, b.Output); snapshotDigest(t, a, p) != p.Digest {
		t.Fatal("the snapshot does not hold the disk")
	}
}

func TestASecondRunReusesEverything(t *testing.T) {
	a := newAccount(t)
	b := publish(t, a)
	build(t, harness.Gateway, b)
	first := image(t, b.Output)
	b.Output = t.TempDir()
	r := build(t, harness.Gateway, b)
	second := image(t, b.Output)
	if second.ImageID != first.ImageID || second.Sent != 0 || len(second.Reused) == 0 {
		t.Fatalf("the first run made %+v, the second %+v", first, second)
	}
	if disks, publishes := r.Executed("raw EFI disk"), r.Executed("register the disk"); disks != 0 || publishes != 1 {
		t.Fatalf("the second run made %d disks and published %d times", disks, publishes)
	}
}

// TestConcurrentBuildsKeepTheirOwnCredentials runs two builds that are equal but
// for their secrets at the same moment: BuildKit runs an equal step once, with
// the secrets of either. The bucket belongs to one account, so the build of the
// other must fail.
func TestConcurrentBuildsKeepTheirOwnCredentials(t *testing.T) {
	owner, other := newAccount(t), newAccount(t)
	own := publish(t, owner)
	foreign := own
	foreign.Secrets, foreign.Output = other.Secrets(), t.TempDir()

	done := make(chan *harness.Result)
	go func(ctx context.Context) { done <- suite.Run(ctx, harness.Gateway, foreign) }(t.Context())
	r := suite.Run(t.Context(), harness.Gateway, own)
	refused := <-done

	if r.Err != nil {
		t.Fatalf("the build of the bucket's owner: %v\n%s", r.Err, r.Failure())
	}
	if n := r.Executed("register the disk"); n != 1 {
		t.Errorf("it published %d times", n)
	}
	if p := image(t, own.Output); p.Account != owner.ID {
		t.Errorf("the build of account %s published as %s", owner.ID, p.Account)
	}
	if refused.Err == nil || !strings.Contains(refused.Failure(), "may not be used") {
		t.Errorf("the other account's build ended with %v\n%s", refused.Err, refused.Failure())
	}
}
