package amicmd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/awstest"
	"github.com/amikit/amikit/internal/option"
)

// expiring is a program that gives credentials which have just expired, and
// counts in a file how often it is asked.
const expiring = `#!/bin/sh
echo asked >> %s
echo '{"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "%s", "Expiration": "2020-01-01T00:00:00Z"}'
`

func TestCredentialsThatExpireDuringARunAreAskedForAnew(t *testing.T) {
	c := newCommand(t)
	dir := t.TempDir()
	count, program := filepath.Join(dir, "count"), filepath.Join(dir, "program")
	if err := os.WriteFile(program, fmt.Appendf(nil, expiring, count, awstest.AccessKeyID, canary), 0o700); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "config")
	if err := os.WriteFile(config, []byte("[profile signs-in]\ncredential_process = "+program+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.process(map[string]string{"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_PROFILE": "signs-in", "AWS_CONFIG_FILE": config})
	if err := c.run(rawDisk(t, c.env[option.S3Bucket]), ID); err != nil {
		t.Fatal(err)
	}
	asked, err := os.ReadFile(count)
	if err != nil {
		t.Fatal(err)
	}
	if times := strings.Count(string(asked), "asked"); times < 10 {
		t.Fatalf("the program was asked %d times in a run of more calls", times)
	}
}
