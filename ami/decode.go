package ami

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
)

// encodedMark stands before the part of EC2's refusal that only AWS can read.
const encodedMark = "Encoded authorization failure message: "

// decoder is what is used of STS to read a refusal
// (https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html).
type decoder interface {
	DecodeAuthorizationMessage(context.Context, *sts.DecodeAuthorizationMessageInput, ...func(*sts.Options)) (*sts.DecodeAuthorizationMessageOutput, error)
}

// decodeRefusals puts AWS's reason into the place of its encoded form in each
// refusal of a client. Where decoding is not allowed, the encoded form stays, for
// somebody who may decode it.
func decodeRefusals(by decoder) func(*middleware.Stack) error {
	return func(stack *middleware.Stack) error {
		return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("amikitDecodeRefusal",
			func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
				out, metadata, err := next.HandleInitialize(ctx, in)
				var refusal *smithy.GenericAPIError
				if errors.As(err, &refusal) {
					refusal.Message = decodeRefusal(ctx, by, refusal.Message)
				}
				return out, metadata, err
			}), middleware.Before)
	}
}

func decodeRefusal(ctx context.Context, by decoder, message string) string {
	plain, encoded, found := strings.Cut(message, encodedMark)
	if !found {
		return message
	}
	out, err := by.DecodeAuthorizationMessage(ctx, &sts.DecodeAuthorizationMessageInput{EncodedMessage: aws.String(strings.TrimSpace(encoded))}, func(o *sts.Options) {
		o.RetryMaxAttempts, o.HTTPClient = preflightAttempts, brief(o.HTTPClient)
	})
	if err != nil {
		return message
	}
	reason, ok := refusalReason(aws.ToString(out.DecodedMessage))
	if !ok {
		return message
	}
	return strings.TrimSpace(plain) + " " + reason
}

// refusal is what is read of a decoded message.
type refusal struct {
	Allowed      bool `json:"allowed"`
	ExplicitDeny bool `json:"explicitDeny"`
	Context      struct {
		Action    string `json:"action"`
		Resource  string `json:"resource"`
		Principal struct {
			ARN string `json:"arn"`
		} `json:"principal"`
	} `json:"context"`
	Matched struct {
		Items []struct {
			StatementID string `json:"statementId"`
		} `json:"items"`
	} `json:"matchedStatements"`
}

// refusalReason says who may not do what to what, and by which kind of rule.
func refusalReason(decoded string) (string, bool) {
	var r refusal
	if json.Unmarshal([]byte(decoded), &r) != nil || r.Context.Action == "" {
		return "", false
	}
	rule := "no policy allows it"
	if r.ExplicitDeny {
		rule = "a policy denies it explicitly"
	}
	for _, statement := range r.Matched.Items {
		if statement.StatementID != "" {
			rule += fmt.Sprintf(" (statement %q)", statement.StatementID)
		}
	}
	return fmt.Sprintf("Decoded: %s may not do %s on %s: %s", orText(r.Context.Principal.ARN, "the caller"), r.Context.Action, orText(r.Context.Resource, "any resource"), rule), true
}
