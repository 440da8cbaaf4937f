package identity

import (
	"crypto/sha256"
	"encoding/base32"
)

// uniqueIDLength is the length of IAM's unique IDs without their prefix.
const uniqueIDLength = 17

// uniqueID makes an IAM unique ID that is the same for the same name.
func uniqueID(prefix, name string) string {
	sum := sha256.Sum256([]byte(name))
	return prefix + base32.StdEncoding.EncodeToString(sum[:])[:uniqueIDLength]
}

// RoleID is the unique ID of a role of an account.
func RoleID(accountID, role string) string { return uniqueID("AROA", accountID+role) }
