package ami

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// clientToken makes a call repeatable: the same token gives the same task or
// snapshot again. It has at most the 64 characters that EC2 takes, and is another
// one for whatever differs in the request, tags included, and for each attempt.
func clientToken(tags map[string]string, attempt int, request ...string) string {
	parts := append([]string{strconv.Itoa(attempt)}, request...)
	for _, key := range sortedKeys(tags) {
		parts = append(parts, key, tags[key])
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "amikit-" + hex.EncodeToString(sum[:24])
}
