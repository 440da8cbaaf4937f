package client

import "testing"

func TestAttestations(t *testing.T) {
	for spec, want := range map[string]struct{ kind, params string }{
		"type=sbom": {"sbom", ""},
		"type=sbom,generator=example.com/scanner,A=b": {"sbom", "generator=example.com/scanner,A=b"},
		"mode=max,type=provenance":                    {"provenance", "mode=max"},
		`type=sbom,"PARAMETER=a,b"`:                   {"sbom", `"PARAMETER=a,b"`},
	} {
		kind, params, err := parseAttest(spec)
		if err != nil || kind != want.kind || params != want.params {
			t.Errorf("%s is %q, %q, %v", spec, kind, params, err)
		}
	}
	if _, _, err := parseAttest("generator=x"); err == nil {
		t.Error("an attestation without a type was taken")
	}
}
