package ami

import (
	"path"
	"strings"
)

// Bounds of an AMI's name (Amazon EC2 API Reference, RegisterImage, Name).
const (
	minName = 3
	maxName = 128
)

const nameRule = "is no name that AWS takes: 3 to 128 letters, digits, spaces and ( ) [ ] . / - ' @ _"

// allowedInName reports whether AWS takes the character in an AMI's name.
func allowedInName(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return true
	}
	return strings.ContainsRune("()[] ./-'@_", r)
}

func checkName(name string) error {
	legal := strings.IndexFunc(name, func(r rune) bool { return !allowedInName(r) }) < 0
	if !legal || len(name) < minName || len(name) > maxName {
		return &InvalidError{Setting: "AMI_NAME", Value: name, Reason: nameRule}
	}
	return nil
}

// nameFromKey makes a name of an object's key: what AWS refuses, such as the "+"
// in a version, becomes "-".
func nameFromKey(key string) string {
	return strings.Map(func(r rune) rune {
		if allowedInName(r) {
			return r
		}
		return '-'
	}, key)
}

// suffixKey puts -suffix before the key's extension.
func suffixKey(key, suffix string) string {
	extension := path.Ext(key)
	return strings.TrimSuffix(key, extension) + "-" + suffix + extension
}
