package sts

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"time"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

// Lifetimes of a user's session, in seconds.
const (
	shortestSession = 900
	longestSession  = 129600
	usualSession    = 43200
)

type session struct {
	Credentials struct {
		AccessKeyID     string `xml:"AccessKeyId"`
		SecretAccessKey string
		SessionToken    string
		Expiration      string
	}
}

// getSessionToken makes temporary keys of the same user.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
func (s *Service) getSessionToken(call *wire.Call, p query.Params) (any, error) {
	if call.Account.SessionToken != "" {
		return nil, wire.RefuseWith(http.StatusForbidden, "AccessDenied", "Cannot call GetSessionToken with session credentials")
	}
	if p.Has("TokenCode") || p.Has("SerialNumber") { // no user has a device here
		return nil, wire.RefuseWith(http.StatusForbidden, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ")
	}
	seconds, err := sessionSeconds(p)
	if err != nil {
		return nil, err
	}
	key, secret, token := "ASIA"+rand.Text()[:16], rand.Text()+rand.Text()[:14], rand.Text()+rand.Text()
	expires := s.Clock.Now().Add(time.Duration(seconds) * time.Second).UTC().Truncate(time.Second)
	if err := s.Book.Lend(call.AccessKey, key, secret, token, expires); err != nil {
		return nil, err
	}
	var made session
	made.Credentials.AccessKeyID, made.Credentials.SecretAccessKey = key, secret
	made.Credentials.SessionToken, made.Credentials.Expiration = token, expires.Format(time.RFC3339)
	return made, nil
}

func sessionSeconds(p query.Params) (int, error) {
	text, given := p["DurationSeconds"]
	if !given {
		return usualSession, nil
	}
	seconds, err := strconv.Atoi(text)
	if err != nil {
		return 0, wire.Refuse("MalformedInput", "Invalid Argument")
	}
	if seconds < shortestSession || seconds > longestSession {
		return 0, wire.Refuse("ValidationError", "1 validation error detected: Value '%d' at 'durationSeconds' failed to satisfy constraint: Member must have value between %d and %d", seconds, shortestSession, longestSession)
	}
	return seconds, nil
}
