package rootfs

import "strings"

// newer orders names such as vmlinuz-6.1.0-9 and vmlinuz-6.1.0-10 by their numbers.
func newer(a, b string) bool {
	for {
		textA, numberA, restA := splitNumber(a)
		textB, numberB, restB := splitNumber(b)
		if textA != textB {
			return textA > textB
		}
		if len(numberA) != len(numberB) {
			return len(numberA) > len(numberB)
		}
		if numberA != numberB || numberA == "" {
			return numberA > numberB
		}
		a, b = restA, restB
	}
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
