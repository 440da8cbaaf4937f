package frontend

import (
	"github.com/moby/buildkit/util/grpcerrors"
	"google.golang.org/grpc/status"
)

// messageError says in one message what another error means. An error that came
// over gRPC keeps its own message on the way to the client, however it is
// wrapped; with a status of its own this one keeps ours, and the other's details.
type messageError struct {
	message string
	err     error
}

func (e *messageError) Error() string { return e.message }

func (e *messageError) Unwrap() error { return e.err }

// GRPCStatus is the status that the client sees.
func (e *messageError) GRPCStatus() *status.Status { return statusOf(e.message, e.err) }

// statusOf is err's status with another message.
func statusOf(message string, err error) *status.Status {
	return status.New(grpcerrors.Code(err), message)
}

// annotate says what an error from the daemon was about. Text put around such an
// error in the usual way would be lost on the way to the client.
func annotate(about string, err error) error {
	if err == nil {
		return nil
	}
	return &messageError{message: about + ": " + err.Error(), err: err}
}
