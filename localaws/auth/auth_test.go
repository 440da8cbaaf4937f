package auth_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/amikit/amikit/localaws/auth"
	"github.com/amikit/amikit/localaws/identity"
	"github.com/amikit/amikit/localaws/policy"
	"github.com/amikit/amikit/localaws/sigv4"
	"github.com/amikit/amikit/localaws/wire"
)

func TestEachServiceHasItsOwnCodeForAFault(t *testing.T) {
	tests := []struct {
		service wire.Service
		fault   sigv4.Fault
		code    string
		status  int
	}{
		{wire.EC2, sigv4.NoSignature, "MissingAuthenticationToken", 400},
		{wire.EC2, sigv4.UnknownKey, "AuthFailure", 401},
		{wire.EC2, sigv4.WrongSignature, "AuthFailure", 401},
		{wire.EC2, sigv4.BadToken, "AuthFailure", 401},
		{wire.EC2, sigv4.WrongScope, "AuthFailure", 401},
		{wire.EC2, sigv4.ExpiredToken, "RequestExpired", 400},
		{wire.EC2, sigv4.Skewed, "RequestExpired", 400},
		{wire.STS, sigv4.NoSignature, "MissingAuthenticationToken", 403},
		{wire.STS, sigv4.UnknownKey, "InvalidClientTokenId", 403},
		{wire.IAM, sigv4.WrongSignature, "SignatureDoesNotMatch", 403},
		{wire.IAM, sigv4.WrongScope, "SignatureDoesNotMatch", 403},
		{wire.STS, sigv4.ExpiredToken, "ExpiredToken", 403},
		{wire.EBS, sigv4.NoSignature, "MissingAuthenticationTokenException", 403},
		{wire.EBS, sigv4.UnknownKey, "UnrecognizedClientException", 403},
		{wire.EBS, sigv4.WrongSignature, "InvalidSignatureException", 403},
		{wire.EBS, sigv4.ExpiredToken, "ExpiredTokenException", 403},
		{wire.EBS, sigv4.Skewed, "InvalidSignatureException", 403},
		{wire.S3, sigv4.ExpiredToken, "ExpiredToken", 400},
		{wire.S3, sigv4.Skewed, "RequestTimeTooSkewed", 403},
	}
	for _, test := range tests {
		t.Run(string(test.service)+" "+string(test.fault), func(t *testing.T) {
			e := auth.Refusal(test.service, &sigv4.Error{Fault: test.fault})
			if e.Code != test.code || e.Status != test.status {
				t.Errorf("refusal is %s %d, want %s %d", e.Code, e.Status, test.code, test.status)
			}
		})
	}
}

func TestDenial(t *testing.T) {
	gate := auth.Gate{Policy: &policy.Policy{OfKey: func(string) []string { return nil }}}
	gate.Policy.Deny(policy.Denial{Action: "*:Delete*"})
	tests := map[wire.Service]string{
		wire.EC2: "UnauthorizedOperation",
		wire.EBS: "AccessDeniedException",
		wire.IAM: "AccessDenied",
	}
	for service, code := range tests {
		t.Run(string(service), func(t *testing.T) {
			call := &wire.Call{Service: service, Account: identity.Account{ARN: "arn:of:me"}}
			var refusal *wire.Error
			if !errors.As(gate.Permit(call, string(service)+":DeleteIt", "arn:of:it"), &refusal) {
				t.Fatal("permitted")
			}
			want := "User: arn:of:me is not authorized to perform: " + string(service) + ":DeleteIt on resource: arn:of:it"
			if refusal.Code != code || refusal.Status != 403 || !strings.Contains(refusal.Message, want) {
				t.Errorf("refusal is %v", refusal)
			}
			if err := gate.Permit(call, string(service)+":GetIt", "arn:of:it"); err != nil {
				t.Errorf("what is not denied: %v", err)
			}
		})
	}
}
