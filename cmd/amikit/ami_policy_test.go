package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/amikit/amikit/ami/policy"
)

func runPolicy(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd := newAMIPolicyCommand()
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	cmd.SetOut(&out)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestPolicyPrintsTheCallersAndTheRolesPermissions(t *testing.T) {
	out, err := runPolicy(t, "--bucket", "disks")
	if err != nil {
		t.Fatal(err)
	}
	var set policy.Set
	if err := json.Unmarshal([]byte(out), &set); err != nil {
		t.Fatal(err)
	}
	if set.RoleTrust == nil || !strings.Contains(out, "arn:aws:s3:::disks/*") {
		t.Fatalf("printed %s", out)
	}
}

func TestPolicyWithoutABucketSaysWhatIsMissing(t *testing.T) {
	if _, err := runPolicy(t, "--import-method", "s3"); err == nil || !strings.Contains(err.Error(), "--bucket is missing") {
		t.Fatalf("error is %v", err)
	}
}
