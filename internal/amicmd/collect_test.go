package amicmd

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/amikit/amikit/internal/awstest"
	"github.com/amikit/amikit/internal/option"
)

// orphan makes a snapshot that no image uses.
func orphan(t *testing.T, c *command) {
	t.Helper()
	if err := c.run(rawDisk(t, c.env[option.S3Bucket]), ID); err != nil {
		t.Fatal(err)
	}
	id := strings.TrimSpace(c.stdout.String())
	if _, err := ec2.NewFromConfig(awstest.Config(t)).DeregisterImage(t.Context(), &ec2.DeregisterImageInput{ImageId: aws.String(id)}); err != nil {
		t.Fatal(err)
	}
	c.stdout.Reset()
}

func (c *command) collect(dryRun bool, form Form) string {
	c.t.Helper()
	c.stdout.Reset()
	q := CollectRequest{Flag: func(name string) string { return c.flags[name] }, DryRun: dryRun, Form: form}
	if err := Collect(c.context(), c.environment(), q); err != nil {
		c.t.Fatal(err)
	}
	return c.stdout.String()
}

func TestCollectListsThenRemoves(t *testing.T) {
	c := newCommand(t)
	c.env[option.S3Key] = "disk.raw"
	orphan(t, c)
	if got := c.collect(true, Text); !strings.Contains(got, "would remove snapshot snap-") {
		t.Fatalf("dry run says %q", got)
	}
	if got := c.collect(true, JSON); !strings.Contains(got, `"kind": "snapshot"`) {
		t.Fatalf("dry run says %q", got)
	}
	if got := c.collect(false, Text); !strings.Contains(got, "removed snapshot snap-") {
		t.Fatalf("run says %q", got)
	}
	if got := c.collect(false, ID); got != "" {
		t.Fatalf("second run says %q", got)
	}
}
