package amicmd

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/option"
)

func TestVerifyComparesAnImageWithTheDisk(t *testing.T) {
	c := newCommand(t)
	bucket := c.env[option.S3Bucket]
	raw := rawDisk(t, bucket)
	if err := c.run(raw, ID); err != nil {
		t.Fatal(err)
	}
	id := strings.TrimSpace(c.stdout.String())
	c.env[option.S3Bucket] = ""
	for form, want := range map[Form]string{Text: "holds disk sha256:", JSON: `"imageID": "` + id, ID: "snap-"} {
		c.stdout.Reset()
		if err := c.verify(id, raw, form); err != nil || !strings.Contains(c.stdout.String(), want) {
			t.Errorf("%s: %q, %v", form, c.stdout.String(), err)
		}
	}
	var mismatch *ami.MismatchError
	if err := c.verify(id, rawDisk(t, "another "+bucket), Text); !errors.As(err, &mismatch) {
		t.Fatalf("error is %v", err)
	}
}

func (c *command) verify(id, path string, form Form) error {
	return Verify(c.context(), c.environment(), id, Request{Path: path, Flag: func(name string) string { return c.flags[name] }, Form: form})
}

func TestVerifyNeedsARegion(t *testing.T) {
	e := Environment{Getenv: func(string) string { return "" }, Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}}
	var missing *ami.MissingError
	if err := Verify(t.Context(), e, "ami-1", Request{Flag: func(string) string { return "" }}); !errors.As(err, &missing) {
		t.Fatalf("error is %v", err)
	}
}
