package sigv4

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/amikit/amikit/localaws/identity"
)

// UnsignedPayload stands for the payload's digest where the body is not
// signed.
const UnsignedPayload = "UNSIGNED-PAYLOAD"

// Verifier checks signatures against the accounts it can look up.
type Verifier struct {
	// Account finds the secret behind an access key.
	Account func(accessKey string) (identity.Account, bool)
	// Regions are the ones that exist.
	Regions func(region string) bool
	// Now is the real time: signatures know no other.
	Now func() time.Time
}

// Expectation is what a service asks of a signature.
type Expectation struct {
	Service string
	// Region is the only one that the service is signed for; empty is any.
	Region string
	// Skew is how far the signature's time may be off.
	Skew time.Duration
	// BodyHash is the hex SHA-256 of the body that came.
	BodyHash string
}

// Verify returns the account that signed the request; its error is a *Error.
func (v Verifier) Verify(r *http.Request, want Expectation) (identity.Account, error) {
	a, ok := ParseAuthorization(r)
	if !ok {
		return identity.Account{}, &Error{Fault: NoSignature}
	}
	account, ok := v.Account(a.AccessKey)
	if !ok {
		return account, &Error{Fault: UnknownKey}
	}
	for _, check := range []func() error{
		func() error { return checkToken(a, account) },
		func() error { return checkTime(r, a, want.Skew, v.Now()) },
		func() error { return v.checkScope(a, want) },
		func() error { return checkSignature(r, a, account, want.BodyHash) },
	} {
		if err := check(); err != nil {
			return account, err
		}
	}
	return account, nil
}

func checkToken(a Authorization, account identity.Account) error {
	switch {
	case a.token != account.SessionToken:
		return &Error{Fault: BadToken}
	case account.Expired:
		return &Error{Fault: ExpiredToken}
	}
	return nil
}

const timeLayout = "20060102T150405Z"

func checkTime(r *http.Request, a Authorization, skew time.Duration, now time.Time) error {
	signed, err := time.Parse(timeLayout, a.time)
	if err != nil {
		return &Error{Fault: NoSignature}
	}
	late := skew
	if a.query {
		late = max(skew, presignedFor(r))
	}
	stamp := func(t time.Time) string { return t.UTC().Format(timeLayout) }
	minutes := int(skew.Minutes())
	switch {
	case signed.Before(now.Add(-late)):
		return &Error{Fault: Skewed, Message: fmt.Sprintf("Signature expired: %s is now earlier than %s (%s - %d min.)",
			a.time, stamp(now.Add(-late)), stamp(now), minutes)}
	case signed.After(now.Add(skew)):
		return &Error{Fault: Skewed, Message: fmt.Sprintf("Signature not yet current: %s is still later than %s (%s + %d min.)",
			a.time, stamp(now.Add(skew)), stamp(now), minutes)}
	}
	return nil
}

func presignedFor(r *http.Request) time.Duration {
	seconds, err := strconv.Atoi(r.URL.Query().Get("X-Amz-Expires"))
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

func (v Verifier) checkScope(a Authorization, want Expectation) error {
	switch {
	case a.Service != want.Service:
		return &Error{Fault: WrongScope, Message: fmt.Sprintf("Credential should be scoped to correct service: '%s'.", want.Service)}
	case want.Region != "" && a.Region != want.Region, !v.Regions(a.Region):
		return &Error{Fault: WrongScope, Message: "Credential should be scoped to a valid region."}
	case len(a.time) < len(a.Date) || a.time[:len(a.Date)] != a.Date:
		return &Error{Fault: WrongScope, Message: "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP"}
	}
	return nil
}

func checkSignature(r *http.Request, a Authorization, account identity.Account, bodyHash string) error {
	hash := bodyHash
	sent := r.Header.Get("X-Amz-Content-Sha256")
	if sent == UnsignedPayload {
		hash = sent
	}
	if sent != "" && sent != hash {
		return &Error{Fault: WrongSignature}
	}
	want := sign(a, account.SecretKey, canonicalRequest(r, a, hash))
	if subtle.ConstantTimeCompare([]byte(want), []byte(a.signature)) != 1 {
		return &Error{Fault: WrongSignature}
	}
	return nil
}

func sign(a Authorization, secret, canonical string) string {
	scope := a.Date + "/" + a.Region + "/" + a.Service + "/aws4_request"
	digest := sha256.Sum256([]byte(canonical))
	text := algorithm + "\n" + a.time + "\n" + scope + "\n" + hex.EncodeToString(digest[:])
	key := []byte("AWS4" + secret)
	for _, part := range []string{a.Date, a.Region, a.Service, "aws4_request", text} {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	return hex.EncodeToString(key)
}
