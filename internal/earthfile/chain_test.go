package earthfile_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/awstest"
	"github.com/amikit/amikit/internal/step"
)

func TestMain(m *testing.M) { os.Exit(awstest.Main(m)) }

// newProgramStage returns a stage with the program itself and a raw disk.
func newProgramStage(t *testing.T) *stage {
	t.Helper()
	s := newStage(t, "")
	build := exec.CommandContext(t.Context(), "go", "build", "-C", repository, "-tags", "grpcnotrace", "-o", filepath.Join(s.dir, "amikit"), "./cmd/amikit")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build amikit: %v\n%s", err, out)
	}
	if err := os.Mkdir(s.dir+step.Disk, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(s.dir, step.Disk, "earth.raw"), string(rawDisk(t.Name())), 0o644)
	s.env = append(s.env, "AWS_EC2_METADATA_DISABLED=true", "HOME="+t.TempDir())
	return s
}

// rawDisk is a disk with an MBR, one partition and a text of its own in it.
func rawDisk(text string) []byte {
	image := make([]byte, 1<<20)
	copy(image[446:], []byte{0x80, 0, 0, 0, 0x83, 0, 0, 0, 8, 0, 0, 0, 0xf8, 7, 0, 0})
	copy(image[510:], []byte{0x55, 0xaa})
	copy(image[8*512:], text)
	return image
}

func TestPublishByTheProgram(t *testing.T) {
	s := newProgramStage(t)
	s.env = append(s.env, "ARCH=amd64", "REGION="+awstest.Region, "S3_BUCKET="+awstest.Bucket(t),
		"AWS_ENDPOINT_URL="+awstest.Endpoint(), "IMPORT_POLL=10ms", "IMAGE_POLL=10ms")
	t.Run("without credentials says how to give them", s.refusesWithoutCredentials)
	s.env = append(s.env, "CREDENTIALS=keys",
		"SECRET_AWS_ACCESS_KEY_ID="+awstest.AccessKeyID, "SECRET_AWS_SECRET_ACCESS_KEY="+awstest.SecretAccessKey)
	t.Run("registers the disk once", s.registersOnce)
}

func (s *stage) refusesWithoutCredentials(t *testing.T) {
	got := s.play(t, recipe(t, "PUBLISH"))
	if !got.failed || !strings.Contains(got.stderr, "no AWS credentials found") {
		t.Fatalf("played %+v", got)
	}
}

func (s *stage) registersOnce(t *testing.T) {
	var ids [2]string
	for i := range ids {
		if got := s.play(t, recipe(t, "PUBLISH")); got.failed {
			t.Fatalf("run %d failed: %s", i+1, got.stderr)
		}
		ids[i] = read(t, filepath.Join(s.dir, step.Out, step.IDFile))
	}
	if !strings.HasPrefix(ids[0], "ami-") || ids[0] != ids[1] {
		t.Fatalf("the first run made %q, the second %q", ids[0], ids[1])
	}
	var result struct{ ImageID string }
	if err := json.Unmarshal([]byte(read(t, filepath.Join(s.dir, step.Out, step.ResultFile))), &result); err != nil {
		t.Fatal(err)
	}
	if result.ImageID+"\n" != ids[1] {
		t.Fatalf("%s says %q, %s %q", step.ResultFile, result.ImageID, step.IDFile, ids[1])
	}
}
