// Package awsbody keeps the SDK from breaking connections under its own answers.
package awsbody

import (
	"context"
	"io"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// HideWriterTo is an API option for SDK clients. smithy-go 1.28 closes a request's
// body as soon as the answer's head is there, and a closed body's WriteTo then
// returns io.EOF as an error; if net/http is just about to look behind the body's
// end, it takes that for a failed write and closes the connection under the
// answer that is being read. A body that can only be read does not have this.
func HideWriterTo(stack *middleware.Stack) error {
	return stack.Serialize.Add(middleware.SerializeMiddlewareFunc("amikitHideWriterTo",
		func(ctx context.Context, in middleware.SerializeInput, next middleware.SerializeHandler) (middleware.SerializeOutput, middleware.Metadata, error) {
			if request, ok := in.Request.(*smithyhttp.Request); ok {
				hidden, err := hide(request)
				if err != nil {
					return middleware.SerializeOutput{}, middleware.Metadata{}, err
				}
				in.Request = hidden
			}
			return next.HandleSerialize(ctx, in)
		}), middleware.After)
}

func hide(request *smithyhttp.Request) (*smithyhttp.Request, error) {
	body, ok := request.GetStream().(io.ReadSeeker)
	if _, writes := request.GetStream().(io.WriterTo); !ok || !writes {
		return request, nil
	}
	return request.SetStream(readSeeker{body})
}

// readSeeker has no other methods than these two interfaces'.
type readSeeker struct{ io.ReadSeeker }
