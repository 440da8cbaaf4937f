// Package sts is the Security Token Service of a local AWS.
package sts

import (
	"context"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

type callerIdentity struct {
	ARN     string `xml:"Arn"`
	UserID  string `xml:"UserId"`
	Account string
}

// Answer does a call of STS. GetCallerIdentity needs no permission.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
func Answer(_ context.Context, call *wire.Call, _ query.Params) (any, error) {
	if call.Action != "GetCallerIdentity" {
		return nil, wire.Refuse("InvalidAction", "Could not find operation %s for version 2011-06-15", call.Action)
	}
	return callerIdentity{call.Account.ARN, call.Account.UserID, call.Account.ID}, nil
}
