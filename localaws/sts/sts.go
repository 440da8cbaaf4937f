// Package sts is the Security Token Service of a local AWS.
package sts

import (
	"context"

	"github.com/amikit/amikit/localaws/auth"
	"github.com/amikit/amikit/localaws/identity"
	"github.com/amikit/amikit/localaws/timing"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

// Service answers the calls of STS.
type Service struct {
	// Gate says who may have a refusal explained.
	Gate *auth.Gate
	// Book takes the keys that are made.
	Book *identity.Book
	// Clock says when they end.
	Clock *timing.Clock
}

type callerIdentity struct {
	ARN     string `xml:"Arn"`
	UserID  string `xml:"UserId"`
	Account string
}

type decodedMessage struct {
	DecodedMessage string
}

// Answer does a call of STS. GetCallerIdentity and GetSessionToken need
// no permission.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
func (s *Service) Answer(_ context.Context, call *wire.Call, p query.Params) (any, error) {
	switch call.Action {
	case "GetCallerIdentity":
		return callerIdentity{call.Account.ARN, call.Account.UserID, call.Account.ID}, nil
	case "GetSessionToken":
		return s.getSessionToken(call, p)
	case "DecodeAuthorizationMessage":
		return s.decode(call, p["EncodedMessage"])
	}
	return nil, wire.Refuse("InvalidAction", "Could not find operation %s for version 2011-06-15", call.Action)
}

// decode tells why a call was refused.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
func (s *Service) decode(call *wire.Call, encoded string) (any, error) {
	if err := s.Gate.Permit(call, "sts:DecodeAuthorizationMessage", "*"); err != nil {
		return nil, err
	}
	text, ok := auth.Decode(encoded)
	if !ok {
		return nil, wire.Refuse("InvalidAuthorizationMessageException", "Message is not valid")
	}
	return decodedMessage{text}, nil
}
