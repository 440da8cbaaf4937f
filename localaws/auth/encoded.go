package auth

import (
	"encoding/base64"
	"encoding/json"

	"github.com/amikit/amikit/localaws/wire"
)

// reason is a decoded authorization message, in the form that STS documents.
type reason struct {
	Allowed           bool          `json:"allowed"`
	ExplicitDeny      bool          `json:"explicitDeny"`
	MatchedStatements items         `json:"matchedStatements"`
	Failures          items         `json:"failures"`
	Context           reasonContext `json:"context"`
}

type items struct {
	Items []string `json:"items"`
}

type reasonContext struct {
	Principal  principal `json:"principal"`
	Action     string    `json:"action"`
	Resource   string    `json:"resource"`
	Conditions items     `json:"conditions"`
}

type principal struct {
	ID  string `json:"id"`
	ARN string `json:"arn"`
}

// encode hides why a call was refused, as EC2 does.
func encode(call *wire.Call, action, resource string) string {
	none := items{Items: []string{}}
	text, err := json.Marshal(reason{
		MatchedStatements: none, Failures: none,
		Context: reasonContext{Principal: principal{call.Account.UserID, call.Account.ARN}, Action: action, Resource: resource, Conditions: none},
	})
	if err != nil {
		panic(err) // it holds strings only
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// Decode gives back why a call was refused; ok is false for what encode did not make.
func Decode(encoded string) (text string, ok bool) {
	decoded, err := base64.RawURLEncoding.DecodeString(encoded)
	return string(decoded), err == nil && json.Valid(decoded)
}
