package iam_test

import (
	"testing"

	"github.com/amikit/amikit/localaws/iam"
)

func TestWhatARoleAllows(t *testing.T) {
	allow := `{"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":["arn:aws:s3:::disks/*"]}]}`
	deny := `{"Statement":[{"Effect":"Deny","Action":["s3:GetObject"],"Resource":"*/secret"}]}`
	role := iam.Role{Inline: map[string]string{"allow": allow, "deny": deny, "broken": "no JSON"}}
	tests := map[string]struct {
		action, resource string
		want             bool
	}{
		"by wildcard":      {"s3:GetObject", "arn:aws:s3:::disks/a", true},
		"in another case":  {"s3:getobject", "arn:aws:s3:::disks/a", true},
		"denied besides":   {"s3:GetObject", "arn:aws:s3:::disks/secret", false},
		"another resource": {"s3:GetObject", "arn:aws:s3:::other/a", false},
		"another action":   {"s3:PutObject", "arn:aws:s3:::disks/a", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := role.Allows(test.action, test.resource); got != test.want {
				t.Errorf("allows is %v", got)
			}
		})
	}
}

func TestWhomARoleTrusts(t *testing.T) {
	tests := map[string]struct {
		trust string
		want  bool
	}{
		"the default":      {iam.VMImport().Trust, true},
		"another service":  {`{"Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"}}]}`, false},
		"another external": {`{"Statement":[{"Effect":"Allow","Principal":{"Service":"vmie.amazonaws.com"},"Condition":{"StringEquals":{"sts:ExternalId":"x"}}}]}`, false},
		"no condition":     {`{"Statement":{"Effect":"Allow","Principal":{"Service":["vmie.amazonaws.com"]}}}`, true},
		"no document":      {"", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := (iam.Role{Trust: test.trust}).Trusts("vmie.amazonaws.com"); got != test.want {
				t.Errorf("trusts is %v", got)
			}
		})
	}
}
