package policy_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/ami/policy"
)

const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd"

// actions returns every action that a document allows.
func actions(d policy.Document) []string {
	var all []string
	for _, s := range d.Statement {
		all = append(all, s.Action...)
	}
	return all
}

// grant is a feature, what it needs and what it must not be given.
type grant struct {
	features policy.Features
	granted  []string
	refused  []string
}

func grants() map[string]grant {
	return map[string]grant{
		"the s3 method imports and never writes blocks": {
			policy.Features{Bucket: "disks"},
			[]string{"s3:PutObject", "ec2:ImportSnapshot", "ec2:DescribeImportSnapshotTasks", "ec2:RegisterImage"},
			[]string{"ebs:StartSnapshot", "ec2:DeregisterImage", "kms:Decrypt", "iam:GetRole", "ec2:DescribeImageAttribute"},
		},
		"the ebs method needs no bucket": {
			policy.Features{Method: policy.MethodEBS},
			[]string{"ebs:StartSnapshot", "ebs:PutSnapshotBlock", "ebs:CompleteSnapshot", "ec2:RegisterImage"},
			[]string{"s3:PutObject", "ec2:ImportSnapshot", "ebs:GetSnapshotBlock"},
		},
		"without a bucket auto is the ebs method": {policy.Features{}, []string{"ebs:StartSnapshot"}, []string{"s3:PutObject"}},
		"with a bucket auto is the s3 method":     {policy.Features{Bucket: "disks", Method: policy.MethodAuto}, []string{"ec2:ImportSnapshot"}, []string{"ebs:StartSnapshot"}},
		"the ebs method keeps indexes in a bucket": {
			policy.Features{Bucket: "disks", Method: policy.MethodEBS},
			[]string{"s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"},
			[]string{"ec2:ImportSnapshot", "s3:AbortMultipartUpload"},
		},
		"reading back may list and read": {
			policy.Features{Bucket: "disks", ReadBack: true},
			[]string{"ebs:ListSnapshotBlocks", "ebs:GetSnapshotBlock"}, []string{"ebs:StartSnapshot"},
		},
		"replacing may deregister": {
			policy.Features{Bucket: "disks", Replace: true},
			[]string{"ec2:DeregisterImage", "ec2:DeleteSnapshot"}, nil,
		},
		"comparing the variable store may read it": {policy.Features{UEFIData: true}, []string{"ec2:DescribeImageAttribute"}, nil},
		"diagnosing may read the role": {
			policy.Features{Bucket: "disks", Diagnose: true},
			[]string{"iam:GetRole", "iam:GetRolePolicy"}, nil,
		},
		"an object's key encrypts and decrypts alone": {
			policy.Features{Bucket: "disks", SSEKMSKey: key},
			[]string{"kms:Decrypt", "kms:GenerateDataKey"}, []string{"kms:CreateGrant", "kms:Encrypt"},
		},
		"an object's key is of no use without a bucket": {policy.Features{SSEKMSKey: key}, nil, []string{"kms:Decrypt"}},
		"a key may be used": {
			policy.Features{Bucket: "disks", KMSKey: key},
			[]string{"kms:Decrypt", "kms:GenerateDataKey*"}, nil,
		},
	}
}

func TestForGrantsExactlyWhatAFeatureNeeds(t *testing.T) {
	for name, c := range grants() {
		t.Run(name, func(t *testing.T) {
			set, err := policy.For(c.features)
			if err != nil {
				t.Fatal(err)
			}
			got := actions(set.Caller)
			for _, action := range c.granted {
				if !slices.Contains(got, action) {
					t.Errorf("%s is not granted", action)
				}
			}
			for _, action := range c.refused {
				if slices.Contains(got, action) {
					t.Errorf("%s is granted without need", action)
				}
			}
		})
	}
}

func TestOnlyTheS3MethodHasARole(t *testing.T) {
	set, err := policy.For(policy.Features{Bucket: "disks", KMSKey: key})
	if err != nil {
		t.Fatal(err)
	}
	if set.RoleTrust == nil || !slices.Contains(actions(*set.RolePermissions), "kms:Decrypt") {
		t.Fatalf("the role of the s3 method is %+v", set.RolePermissions)
	}
	set, err = policy.For(policy.Features{Method: policy.MethodEBS})
	if err != nil || set.RoleTrust != nil || set.RolePermissions != nil {
		t.Fatalf("the ebs method has a role: %+v, %v", set, err)
	}
}

func TestEveryARNIsOfThePartition(t *testing.T) {
	set, err := policy.For(policy.Features{Bucket: "disks", Partition: "aws-us-gov", Replace: true, Diagnose: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append(set.Caller.Statement, set.RolePermissions.Statement...) {
		for _, r := range s.Resource {
			if r != "*" && !strings.HasPrefix(r, "arn:aws-us-gov:") {
				t.Errorf("%s allows %s", s.Sid, r)
			}
		}
	}
}

func TestForRefusesWhatCannotBeGranted(t *testing.T) {
	for name, c := range map[string]struct {
		features policy.Features
		feature  string
	}{
		"s3 without a bucket":        {policy.Features{Method: policy.MethodS3}, "bucket"},
		"a method that is not there": {policy.Features{Method: "ftp"}, "import-method"},
		"a partition of nobody":      {policy.Features{Bucket: "b", Partition: "mars"}, "partition"},
		"a key by its alias":         {policy.Features{Bucket: "b", KMSKey: "alias/x"}, "kms-key"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := policy.For(c.features)
			var refused *policy.Error
			if !errors.As(err, &refused) || refused.Feature != c.feature {
				t.Fatalf("error is %v, want one of %s", err, c.feature)
			}
		})
	}
}

func TestTrustCarriesTheExternalID(t *testing.T) {
	set, err := policy.For(policy.Features{Bucket: "disks"})
	if err != nil {
		t.Fatal(err)
	}
	text, err := set.RoleTrust.JSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"Service": "vmie.amazonaws.com"`, `"sts:Externalid": "vmimport"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the trust policy lacks %s:\n%s", want, text)
		}
	}
}
