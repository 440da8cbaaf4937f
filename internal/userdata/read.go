package userdata

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// errChanged is a secret that was another one when its digest was taken.
var errChanged = errors.New("the secret user-data is not the one that the build began with (its SHA-256 differs); run the build again")

// Read returns the first of the files that exists, checked as [Validate] does;
// nil where there is none. Where sha256 is not empty, the content's digest must
// be that.
func Read(names []string, sha256 string) ([]byte, error) {
	data, err := first(names)
	if err != nil {
		return nil, err
	}
	if sha256 != "" && (data == nil || SHA256(data) != sha256) {
		return nil, errChanged
	}
	if data == nil {
		return nil, nil
	}
	return data, Validate(data)
}

// SHA256 is the content's digest in hex.
func SHA256(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func first(names []string) ([]byte, error) {
	for _, name := range names {
		data, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read user-data: %w", err)
		}
		return data, nil
	}
	return nil, nil
}
