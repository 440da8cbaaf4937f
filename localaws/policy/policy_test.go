package policy_test

import (
	"testing"

	"github.com/amikit/amikit/localaws/policy"
)

func TestMatch(t *testing.T) {
	tests := []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true},
		{"", "a", false},
		{"*", "", true},
		{"a*c", "abbc", true},
		{"a*c", "abb", false},
		{"a?c", "abc", true},
		{"a?c", "ac", false},
		{"*b*", "abc", true},
		{"abc", "abcd", false},
		{"abcd", "abc", false},
	}
	for _, test := range tests {
		if got := policy.Match(test.pattern, test.text); got != test.want {
			t.Errorf("%q matches %q: %v", test.pattern, test.text, got)
		}
	}
}

func TestAKeyThatMayDoSomeActionsLacksAllOthers(t *testing.T) {
	p := &policy.Policy{AllowedTo: func(key string) []string {
		return map[string][]string{"narrow": {"s3:Put*", "ec2:RegisterImage"}}[key]
	}}
	for _, c := range []struct {
		key, action string
		lacks       bool
	}{
		{"narrow", "s3:PutObject", false},
		{"narrow", "ec2:registerimage", false},
		{"narrow", "s3:GetObject", true},
		{"anybody", "s3:GetObject", false},
	} {
		if got := p.Lacks(c.key, c.action); got != c.lacks {
			t.Errorf("%s lacks %s: %v", c.key, c.action, got)
		}
	}
}

func TestDenials(t *testing.T) {
	p := &policy.Policy{OfKey: func(key string) []string {
		if key == "limited" {
			return []string{"ec2:*"}
		}
		return nil
	}}
	p.Deny(policy.Denial{Action: "ebs:StartSnapshot"})
	p.Deny(policy.Denial{Action: "s3:PutObject", AccessKey: "writer", Resource: "arn:aws:s3:::secret/*"})

	tests := map[string]struct {
		key, action, resource string
		want                  bool
	}{
		"an action denied to all":           {"any", "ebs:startsnapshot", "x", true},
		"another action of that service":    {"any", "ebs:PutSnapshotBlock", "x", false},
		"a key's own denial":                {"limited", "ec2:RegisterImage", "x", true},
		"the same action by another key":    {"any", "ec2:RegisterImage", "x", false},
		"a denied resource":                 {"writer", "s3:PutObject", "arn:aws:s3:::secret/a", true},
		"another resource":                  {"writer", "s3:PutObject", "arn:aws:s3:::open/a", false},
		"a denied resource for another key": {"any", "s3:PutObject", "arn:aws:s3:::secret/a", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := p.Denies(test.key, test.action, test.resource); got != test.want {
				t.Errorf("denied is %v", got)
			}
		})
	}
	p.Clear()
	if p.Denies("any", "ebs:StartSnapshot", "x") {
		t.Error("still denied")
	}
}
