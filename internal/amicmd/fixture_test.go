package amicmd

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/diskfs/go-diskfs/backend/file"
	"github.com/diskfs/go-diskfs/partition/gpt"

	"github.com/amikit/amikit/internal/awstest"
	"github.com/amikit/amikit/internal/option"
)

// canary is the secret that no output may show.
const canary = awstest.SecretAccessKey

// command is one run of the verb.
type command struct {
	t              *testing.T
	env            map[string]string
	flags          map[string]string
	dryRun         bool
	files          Files
	ctx            context.Context // the test's where it is nil
	argFile        string
	secrets        string
	stdout, stderr bytes.Buffer
}

// newCommand has all settings in its environment.
func newCommand(t *testing.T) *command {
	t.Helper()
	bucket := awstest.Bucket(t)
	c := &command{t: t, flags: map[string]string{}, env: map[string]string{
		option.Region: awstest.Region, option.S3Bucket: bucket, option.AMIName: "image of " + bucket, option.Arch: "amd64",
		option.ImportPoll: "1ms", option.ImagePoll: "1ms", option.EndpointURL: awstest.Endpoint(),
	}}
	c.process(map[string]string{"AWS_ACCESS_KEY_ID": awstest.AccessKeyID, "AWS_SECRET_ACCESS_KEY": canary})
	return c
}

// process sets what the SDK reads from the process itself.
func (c *command) process(env map[string]string) {
	for name, value := range env {
		c.env[name] = value
		c.t.Setenv(name, value)
	}
	c.t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
}

func (c *command) context() context.Context {
	if c.ctx != nil {
		return c.ctx
	}
	return c.t.Context()
}

func (c *command) run(path string, form Form) error {
	c.t.Helper()
	return Create(c.context(), c.environment(), Request{Path: path, Flag: func(name string) string { return c.flags[name] }, Form: form, Files: c.files, DryRun: c.dryRun})
}

func (c *command) environment() Environment {
	return Environment{
		Getenv: func(name string) string { return c.env[name] },
		Stdout: &c.stdout, Stderr: &c.stderr, ArgFile: c.argFile, Secrets: c.secrets, Version: "v0-test",
	}
}

// rawDisk makes a disk with a partition table and content of its own.
func rawDisk(t *testing.T, content string) string {
	t.Helper()
	const size = 4 << 20
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, make([]byte, size), 0o600); err != nil {
		t.Fatal(err)
	}
	storage, err := file.OpenFromPath(name, false)
	if err != nil {
		t.Fatal(err)
	}
	writable, err := storage.Writable()
	if err != nil {
		t.Fatal(err)
	}
	table := &gpt.Table{
		LogicalSectorSize: 512, PhysicalSectorSize: 512, ProtectiveMBR: true,
		Partitions: []*gpt.Partition{{Index: 1, Start: 2048, End: 4095, Type: gpt.LinuxFilesystem, Name: "root"}},
	}
	if err := table.Write(writable, size); err != nil {
		t.Fatal(err)
	}
	if _, err := writable.WriteAt([]byte(content), 2048*512); err != nil {
		t.Fatal(err)
	}
	if err := storage.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}
