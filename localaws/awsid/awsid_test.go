package awsid_test

import (
	"testing"

	"github.com/amikit/amikit/localaws/awsid"
)

func TestNewIdentifiersAreValidAndDiffer(t *testing.T) {
	a, b := awsid.New("ami"), awsid.New("ami")
	if a == b || !awsid.Valid("ami", a) || len(a) != len("ami-")+17 {
		t.Errorf("made %s and %s", a, b)
	}
}

func TestValid(t *testing.T) {
	tests := map[string]bool{
		"snap-0fedcba9876543210": true,
		"snap-0ffffffffffffffff": true,
		"snap-12345678":          true,
		"snap-00000000000000000": false,
		"snap-1fedcba9876543210": false,
		"snap-0FEDCBA9876543210": false,
		"snap-":                  false,
		"ami-0fedcba9876543210":  false,
		"":                       false,
	}
	for id, want := range tests {
		if awsid.Valid("snap", id) != want {
			t.Errorf("%q is valid: %v", id, !want)
		}
	}
}
