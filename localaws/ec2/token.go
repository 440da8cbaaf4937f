package ec2

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"

	"github.com/amikit/amikit/localaws/imports"
	"github.com/amikit/amikit/localaws/wire"
)

const maxToken = 64

func checkToken(token string) error {
	if len(token) > maxToken {
		return wire.Refuse("InvalidParameterValue",
			"Value (%s) for parameter clientToken is invalid. The token must be at most %d ASCII characters.", token, maxToken)
	}
	return nil
}

// fingerprint tells one request from another under the same client token.
func (r *request) fingerprint() string {
	hash := sha256.New()
	for _, key := range slices.Sorted(maps.Keys(r.Params)) {
		if key != "DryRun" && key != "ClientToken" && key != "Version" {
			hash.Write([]byte(key + "=" + r.Params[key] + "\n"))
		}
	}
	return hex.EncodeToString(hash.Sum(nil))
}

func mismatch() error {
	return wire.Refuse("IdempotentParameterMismatch",
		"The request uses the same client token as a previous, but non-identical request.")
}

// earlierImport finds the task that the same client token has begun before.
func (r *request) earlierImport(task imports.Task) (imports.Task, bool, error) {
	all, err := r.Imports.List(r.Region, r.caller())
	if err != nil {
		return imports.Task{}, false, err
	}
	earlier, found, err := task.Earlier(all)
	return earlier, found, tokenRefusal(err)
}

func tokenRefusal(err error) error {
	if errors.Is(err, imports.ErrOtherRequest) {
		return mismatch()
	}
	return err
}
