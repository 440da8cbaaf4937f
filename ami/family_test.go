package ami

import (
	"errors"
	"strings"
	"testing"
)

func TestAFamilyIsTheNameUpToItsVersion(t *testing.T) {
	for name, want := range map[string]string{
		"canvos-ubuntu-22.04-k3s-v1.30.0": "canvos-ubuntu",
		"kairos 3.5":                      "kairos",
		"image":                           "image",
		"2026-01-01":                      "2026-01-01",
		"os_(1)":                          "os",
	} {
		if got := familyOf(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestEachPlatformIsAFamilyOfItsOwn(t *testing.T) {
	for want, o := range map[string]Options{
		"os-arm64":   {Name: "os-1", Suffix: "arm64"},
		"mine-amd64": {Name: "os-1", Suffix: "amd64", Family: "mine"},
		"os":         {Name: "os-1"},
		"disk":       {},
	} {
		if got := o.withDefaults("disk-2.raw").Family; got != want {
			t.Errorf("%+v: %q", o, got)
		}
	}
}

func TestAFamilyThatNoTagHoldsIsRefused(t *testing.T) {
	err := (&Options{Region: "r", Family: strings.Repeat("f", 256), Parent: "yes"}).Validate()
	var invalid *InvalidError
	if !errors.As(err, &invalid) || !contains(err, "FAMILY") || !contains(err, "PARENT") {
		t.Fatalf("error is %v", err)
	}
}
