package sigv4_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/amikit/amikit/localaws/identity"
	"github.com/amikit/amikit/localaws/sigv4"
)

const body = "Action=DescribeImages"

func bodyHash() string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}

// signing is how a test's request is signed; a test changes one thing of it.
type signing struct {
	credentials aws.Credentials
	hash        string
	service     string
	region      string
	time        time.Time
	after       func(*http.Request)
}

func request(t *testing.T, s signing) *http.Request {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://localhost/a%20b/c?z=1&a=x%2Fy&a=%20", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	r.Header.Set("X-Amz-Meta", "two   spaces")
	if s.hash == sigv4.UnsignedPayload {
		r.Header.Set("X-Amz-Content-Sha256", s.hash)
	}
	if err := v4.NewSigner().SignHTTP(t.Context(), s.credentials, r, s.hash, s.service, s.region, s.time); err != nil {
		t.Fatal(err)
	}
	if s.after != nil {
		s.after(r)
	}
	// The server sees the length in a field, and the client signs it.
	r.Header.Set("Content-Length", "21")
	return r
}

func verify(r *http.Request, now time.Time) error {
	accounts := map[string]identity.Account{
		"AKID":    {ID: "111122223333", SecretKey: "secret"},
		"ASIA":    {ID: "111122223333", SecretKey: "secret", SessionToken: "token"},
		"EXPIRED": {ID: "111122223333", SecretKey: "secret", SessionToken: "token", Expired: true},
	}
	v := sigv4.Verifier{
		Account: func(key string) (identity.Account, bool) { a, ok := accounts[key]; return a, ok },
		Regions: func(region string) bool { return region == "us-east-1" },
		Now:     func() time.Time { return now },
	}
	_, err := v.Verify(r, sigv4.Expectation{Service: "ec2", Skew: 15 * time.Minute, BodyHash: bodyHash()})
	return err
}

func TestSignatures(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	tests := map[string]struct {
		change func(*signing)
		fault  sigv4.Fault
	}{
		"a good one":              {func(*signing) {}, ""},
		"an unsigned payload":     {func(s *signing) { s.hash = sigv4.UnsignedPayload }, ""},
		"14 minutes late":         {func(s *signing) { s.time = now.Add(-14 * time.Minute) }, ""},
		"a session":               {func(s *signing) { s.credentials.AccessKeyID, s.credentials.SessionToken = "ASIA", "token" }, ""},
		"a session without token": {func(s *signing) { s.credentials.AccessKeyID = "ASIA" }, sigv4.BadToken},
		"a token for a user key":  {func(s *signing) { s.credentials.SessionToken = "token" }, sigv4.BadToken},
		"an expired session": {
			func(s *signing) { s.credentials.AccessKeyID, s.credentials.SessionToken = "EXPIRED", "token" },
			sigv4.ExpiredToken,
		},
		"an unknown key":    {func(s *signing) { s.credentials.AccessKeyID = "nobody" }, sigv4.UnknownKey},
		"a wrong secret":    {func(s *signing) { s.credentials.SecretAccessKey = "other" }, sigv4.WrongSignature},
		"another body":      {func(s *signing) { s.hash = strings.Repeat("0", 64) }, sigv4.WrongSignature},
		"an unknown region": {func(s *signing) { s.region = "mars-1" }, sigv4.WrongScope},
		"another service":   {func(s *signing) { s.service = "sts" }, sigv4.WrongScope},
		"16 minutes late":   {func(s *signing) { s.time = now.Add(-16 * time.Minute) }, sigv4.Skewed},
		"16 minutes early":  {func(s *signing) { s.time = now.Add(16 * time.Minute) }, sigv4.Skewed},
		"a changed header": {
			func(s *signing) { s.after = func(r *http.Request) { r.Header.Set("X-Amz-Meta", "other") } },
			sigv4.WrongSignature,
		},
		"none": {
			func(s *signing) { s.after = func(r *http.Request) { r.Header.Del("Authorization") } },
			sigv4.NoSignature,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := signing{
				credentials: aws.Credentials{AccessKeyID: "AKID", SecretAccessKey: "secret"},
				hash:        bodyHash(), service: "ec2", region: "us-east-1", time: now,
			}
			test.change(&s)
			var fault sigv4.Fault
			var refusal *sigv4.Error
			if err := verify(request(t, s), now); errors.As(err, &refusal) {
				fault = refusal.Fault
			}
			if fault != test.fault {
				t.Errorf("fault is %q, want %q", fault, test.fault)
			}
		})
	}
}

func TestPresignedQuery(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	r := httptest.NewRequest(http.MethodGet, "http://localhost/?Action=GetCallerIdentity&X-Amz-Expires=3600", nil)
	url, _, err := v4.NewSigner().PresignHTTP(t.Context(), aws.Credentials{AccessKeyID: "AKID", SecretAccessKey: "secret"},
		r, bodyHash(), "ec2", "us-east-1", now)
	if err != nil {
		t.Fatal(err)
	}
	signed := httptest.NewRequest(http.MethodGet, url, nil)
	if err := verify(signed, now.Add(59*time.Minute)); err != nil {
		t.Errorf("within its hour: %v", err)
	}
	if err := verify(signed, now.Add(61*time.Minute)); err == nil {
		t.Error("good after its hour")
	}
}
