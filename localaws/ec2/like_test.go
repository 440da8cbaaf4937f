package ec2

import "testing"

func TestLike(t *testing.T) {
	tests := []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true},
		{"", "a", false},
		{"*", "", true},
		{"a*c", "abbc", true},
		{"a*", "b", false},
		{"a?c", "abc", true},
		{"a?c", "ac", false},
		{`a\*c`, "a*c", true},
		{`a\*c`, "abc", false},
		{`a\?`, "a?", true},
		{`a\\`, `a\`, true},
		{`a\`, `a\`, true},
		{"abc", "ABC", false},
	}
	for _, test := range tests {
		if got := like(test.pattern, test.text); got != test.want {
			t.Errorf("%q is like %q: %v", test.text, test.pattern, got)
		}
	}
}
