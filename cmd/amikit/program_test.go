package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/amikit/amikit/internal/awstest"
)

// programVariable makes this test's program amikit itself, as a user runs it.
const programVariable = "AMIKIT_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(programVariable) != "" {
		os.Exit(run(arguments(os.Args)))
	}
	os.Exit(awstest.Main(m))
}

// program is amikit in an environment and a folder of its own.
type program struct {
	t   *testing.T
	dir string
	env []string
}

// newProgram works in an account of its own with a bucket.
func newProgram(t *testing.T) (p *program, cfg aws.Config, key, bucket string) {
	t.Helper()
	key, cfg = awstest.NewAccount(t)
	bucket = awstest.BucketOf(t, cfg)
	p = &program{t: t, dir: t.TempDir()}
	p.env = []string{
		programVariable + "=1", "HOME=" + p.dir, "PATH=" + os.Getenv("PATH"), "AWS_EC2_METADATA_DISABLED=true",
		"AWS_ACCESS_KEY_ID=" + key, "AWS_SECRET_ACCESS_KEY=" + awstest.SecretAccessKey,
		"REGION=" + awstest.Region, "AWS_ENDPOINT_URL=" + awstest.Endpoint(), "IMPORT_POLL=1ms", "IMAGE_POLL=1ms", "ARCH=amd64", "AMI_NAME=image of " + bucket,
	}
	return p, cfg, key, bucket
}

// with is the program with more variables, which win.
func (p *program) with(env ...string) *program {
	other := *p
	other.env = append(append([]string{}, p.env...), env...)
	return &other
}

// command is a run that is not started yet.
func (p *program) command(ctx context.Context, words ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], words...)
	cmd.Dir, cmd.Env = p.dir, p.env
	return cmd
}

// run returns what it says and its exit code.
func (p *program) run(words ...string) (stdout, stderr string, code int) {
	p.t.Helper()
	var out, told strings.Builder
	cmd := p.command(p.t.Context(), words...)
	cmd.Stdout, cmd.Stderr = &out, &told
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	return out.String(), told.String(), cmd.ProcessState.ExitCode()
}

// succeed returns what it says on stdout.
func (p *program) succeed(words ...string) string {
	p.t.Helper()
	out, told, code := p.run(words...)
	if code != 0 {
		p.t.Fatalf("%q ends with exit code %d and says\n%s", words, code, told)
	}
	return strings.TrimSpace(out)
}

// fail returns the one line that it ends with.
func (p *program) fail(words ...string) string {
	p.t.Helper()
	out, told, code := p.run(words...)
	lines := strings.Split(strings.TrimSpace(told), "\n")
	last := lines[len(lines)-1]
	if code != 1 || out != "" || !strings.HasPrefix(last, "error: ") {
		p.t.Fatalf("%q ends with exit code %d and says\n%s%s", words, code, out, told)
	}
	return strings.TrimPrefix(last, "error: ")
}

// diskSize is that of the tests' disks in bytes.
const diskSize = 4 << 20

// disk makes a raw disk with one partition, which begins with the content.
func (p *program) disk(content string) string {
	p.t.Helper()
	data := make([]byte, diskSize)
	copy(data[446:], []byte{0, 0, 0, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0}) // Linux, from sector 2048, 2048 sectors
	copy(data[510:], []byte{0x55, 0xaa})
	copy(data[1<<20:], content)
	name := filepath.Join(p.t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		p.t.Fatal(err)
	}
	return name
}
