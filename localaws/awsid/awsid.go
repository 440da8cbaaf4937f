// Package awsid makes the identifiers of resources.
package awsid

import (
	"crypto/rand"
	"encoding/hex"
	"regexp"
	"strings"
)

// New makes an identifier of 17 hex digits, of which the first is 0 as in all
// that AWS gives out.
func New(prefix string) string {
	var random [8]byte
	// crypto/rand.Read never fails.
	_, _ = rand.Read(random[:])
	return prefix + "-0" + hex.EncodeToString(random[:])
}

var digits = regexp.MustCompile(`^(0[0-9a-f]{16}|[0-9a-f]{8})$`)

// Valid is true for an identifier that can be one: of 17 digits, or of 8 as
// they once were. AWS refuses the one of zeroes alone too.
func Valid(prefix, id string) bool {
	rest, ok := strings.CutPrefix(id, prefix+"-")
	return ok && digits.MatchString(rest) && rest != "00000000000000000"
}
