package rootfs

import (
	"cmp"
	"strings"
)

// newer orders names such as vmlinuz-6.1.0-9 and vmlinuz-6.1.0-10 by their numbers.
func newer(a, b string) bool { return compareVersions(a, b) > 0 }

// compareVersions compares names by their numbers. As in the UAPI group's
// version format, what "~" begins is older than nothing; "-rc" of a kernel's own
// name counts as that.
func compareVersions(a, b string) int {
	a, b = strings.ReplaceAll(a, "-rc", "~rc"), strings.ReplaceAll(b, "-rc", "~rc")
	for {
		textA, numberA, restA := splitNumber(a)
		textB, numberB, restB := splitNumber(b)
		order := cmp.Or(compareText(textA, textB), cmp.Compare(len(numberA), len(numberB)), strings.Compare(numberA, numberB))
		if order != 0 || numberA == "" {
			return order
		}
		a, b = restA, restB
	}
}

func compareText(a, b string) int {
	early := func(s string) int {
		if strings.HasPrefix(s, "~") {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(early(a), early(b)), strings.Compare(a, b))
}

// splitNumber cuts a name behind its first number, whose leading zeroes do not count.
func splitNumber(s string) (text, number, rest string) {
	const digits = "0123456789"
	start := strings.IndexAny(s, digits)
	if start < 0 {
		return s, "", ""
	}
	tail := s[start:]
	end := len(tail) - len(strings.TrimLeft(tail, digits))
	number = strings.TrimLeft(tail[:end], "0")
	if number == "" {
		number = "0"
	}
	return s[:start], number, tail[end:]
}
