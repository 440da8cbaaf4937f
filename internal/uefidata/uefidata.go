// Package uefidata reads UEFI variable stores as EC2 takes them (Amazon EC2 API
// Reference, RegisterImage, UefiData): in base64, on one line.
package uefidata

import (
	"encoding/base64"
	"strings"
)

// MaxPath is the length of the longest text that may be the name of a file.
const MaxPath = 255

// Text returns the text that EC2 takes of a file's content. A file holds that
// text, as EC2 and its tools write it, or what it encodes.
func Text(data []byte) string {
	text := strings.Join(strings.Fields(string(data)), "")
	if _, err := base64.StdEncoding.DecodeString(text); err == nil {
		return text
	}
	return base64.StdEncoding.EncodeToString(data)
}
