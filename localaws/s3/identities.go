package s3

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"

	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/s3err"

	"github.com/amikit/amikit/localaws/identity"
)

// identities tells the gateway who owns an access key. It derives signing keys
// itself, because that is the one place where the gateway shows the session
// token, and it names accounts by their 12 digits, which makes those the
// owners of buckets.
type identities struct {
	auth.IAMService
	lookup func(accessKey string) (identity.Account, bool)
}

func newIdentities(lookup func(string) (identity.Account, bool)) *identities {
	return &identities{IAMService: auth.NewIAMServiceSingle(auth.Account{}), lookup: lookup}
}

// DeriveSigningKey implements auth.SigningKeyProvider.
func (i *identities) DeriveSigningKey(access, token, date, region, service string) ([]byte, auth.Account, error) {
	account, known := i.lookup(access)
	if !known {
		return nil, auth.Account{}, auth.ErrNoSuchUser
	}
	if err := checkToken(account, token); err != nil {
		return nil, auth.Account{}, err
	}
	return signingKey(account.SecretKey, date, region, service), gatewayAccount(account.ID), nil
}

// GetUserAccount finds the grantee of an access control list, who is named by
// account number.
func (i *identities) GetUserAccount(id string) (auth.Account, error) {
	return gatewayAccount(id), nil
}

// ResolveAccounts finds no account missing: numbers are not registered anywhere.
func (i *identities) ResolveAccounts([]string) ([]string, error) { return []string{}, nil }

// gatewayAccount may create buckets but owns only its own.
func gatewayAccount(id string) auth.Account {
	return auth.Account{Access: id, Role: auth.RoleUserPlus}
}

// checkToken refuses what AWS refuses of an X-Amz-Security-Token: first the
// wrong one, then the right one that has expired.
func checkToken(a identity.Account, token string) error {
	if subtle.ConstantTimeCompare([]byte(a.SessionToken), []byte(token)) != 1 {
		return auth.ErrInvalidSessionToken
	}
	if a.Expired {
		return errExpiredToken()
	}
	return nil
}

func errExpiredToken() error {
	return s3err.APIError{
		Code:           "ExpiredToken",
		Description:    "The provided token has expired.",
		HTTPStatusCode: http.StatusBadRequest,
	}
}

// signingKey is kSigning of Signature Version 4.
func signingKey(secret, date, region, service string) []byte {
	key := []byte("AWS4" + secret)
	for _, part := range []string{date, region, service, "aws4_request"} {
		key = mac(key, part)
	}
	return key
}

func mac(key []byte, data string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(data))
	return h.Sum(nil)
}
