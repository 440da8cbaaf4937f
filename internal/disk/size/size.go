// Package size reads sizes as people write them: a bare number of MiB, or a
// number with a binary unit such as 20G.
package size

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// MiB is the unit of a bare number, in bytes.
const MiB = 1 << 20

// Error is a text that is no size. It says what was given and what is taken.
type Error struct {
	// Text is what was given.
	Text string
	// Reason says what is wrong with it.
	Reason string
}

// Error returns one line.
func (e *Error) Error() string {
	return fmt.Sprintf("size %q %s; give a whole number of MiB, or one with a unit such as 512M, 20G or 1T", e.Text, e.Reason)
}

// Parse returns the whole MiB that text means. A bare number counts MiB; the
// units K, M, G and T, with an optional B or iB in either case, are powers of
// 1024. The empty text is 0, unset. Any other text is an [*Error]: less than
// one MiB, a fraction of one, a sign, or more than an int64 of bytes holds.
func Parse(text string) (int64, error) {
	trimmed := strings.TrimSpace(text)
	if trimmed == "" {
		return 0, nil
	}
	digits := strings.TrimRight(trimmed, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ")
	kib, ok := unit(trimmed[len(digits):])
	if !ok {
		return 0, &Error{Text: text, Reason: "has an unknown unit"}
	}
	number, err := strconv.ParseUint(digits, 10, 63)
	if err != nil {
		return 0, &Error{Text: text, Reason: "is no whole number"}
	}
	return inMiB(text, number, kib)
}

// unit returns how many KiB one of the named unit is.
func unit(name string) (kib uint64, ok bool) {
	switch strings.ToUpper(strings.TrimSpace(name)) {
	case "K", "KB", "KIB":
		return 1, true
	case "", "M", "MB", "MIB":
		return 1 << 10, true
	case "G", "GB", "GIB":
		return 1 << 20, true
	case "T", "TB", "TIB":
		return 1 << 30, true
	}
	return 0, false
}

func inMiB(text string, number, kib uint64) (int64, error) {
	if number > math.MaxInt64/1024/kib {
		return 0, &Error{Text: text, Reason: "is too large"}
	}
	total := number * kib
	if total == 0 {
		return 0, &Error{Text: text, Reason: "is nothing"}
	}
	if total%1024 != 0 {
		return 0, &Error{Text: text, Reason: "is not a whole number of MiB"}
	}
	return int64(total / 1024), nil
}
