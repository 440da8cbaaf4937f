package policy_test

import (
	"slices"
	"testing"

	"github.com/amikit/amikit/ami/policy"
)

func TestARoleOfOnesOwnMayBePassedToTheImportAlone(t *testing.T) {
	for role, want := range map[string]bool{"": false, "vmimport": false, "importer": true} {
		set, err := policy.For(policy.Features{Bucket: "disks", Role: role})
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(actions(set.Caller), "iam:PassRole"); got != want {
			t.Errorf("role %q: iam:PassRole is granted: %v", role, got)
		}
	}
}

func TestCheckingIsGrantedWithBothMethods(t *testing.T) {
	for method, simulates := range map[string]bool{policy.MethodS3: true, policy.MethodEBS: false} {
		set, err := policy.For(policy.Features{Method: method, Bucket: "disks", Diagnose: true})
		if err != nil {
			t.Fatal(err)
		}
		got := actions(set.Caller)
		if !slices.Contains(got, "ec2:DescribeRegions") || slices.Contains(got, "iam:SimulatePrincipalPolicy") != simulates {
			t.Errorf("%s grants %v", method, got)
		}
	}
}
