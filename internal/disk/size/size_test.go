package size_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/disk/size"
)

func TestParse(t *testing.T) {
	tests := map[string]struct {
		text string
		want int64
	}{
		"nothing is unset":            {"", 0},
		"blanks are unset":            {"  ", 0},
		"a bare number counts MiB":    {"3000", 3000},
		"M counts MiB":                {"512M", 512},
		"G counts GiB":                {"20G", 20480},
		"a lower case unit":           {"20g", 20480},
		"GiB":                         {"20GiB", 20480},
		"GB is binary here too":       {"20GB", 20480},
		"T counts TiB":                {"2T", 2 << 20},
		"whole MiB in KiB":            {"2048K", 2},
		"a blank before the unit":     {"20 G", 20480},
		"the largest that fits":       {"8388607T", 8388607 << 20},
		"leading zeroes are no octal": {"0100", 100},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := size.Parse(test.text)
			if err != nil || got != test.want {
				t.Fatalf("Parse(%q) = %d, %v; want %d", test.text, got, err, test.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"a unit alone":          {"G", "no whole number"},
		"a fraction":            {"1.5G", "no whole number"},
		"a negative number":     {"-1", "no whole number"},
		"a plus sign":           {"+5G", "no whole number"},
		"an unknown unit":       {"20P", "unknown unit"},
		"an i alone":            {"1i", "unknown unit"},
		"bytes":                 {"5B", "unknown unit"},
		"words":                 {"large", "unknown unit"},
		"zero":                  {"0", "is nothing"},
		"a fraction of a MiB":   {"1000K", "not a whole number of MiB"},
		"more than bytes count": {"8388608T", "too large"},
		"a huge number":         {"99999999999999999999", "no whole number"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := size.Parse(test.text)
			var typed *size.Error
			if !errors.As(err, &typed) || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), test.text) {
				t.Fatalf("Parse(%q) = %d, %v; want an error with %q", test.text, got, err, test.want)
			}
		})
	}
}

func FuzzParseNeverGivesANegativeOrPartSize(f *testing.F) {
	for _, seed := range []string{"", "20G", "1K", "999999999T", "1.5", "５G"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := size.Parse(text)
		if err == nil && (got < 0 || got > 1<<43) {
			t.Fatalf("Parse(%q) = %d", text, got)
		}
	})
}
