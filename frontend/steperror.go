package frontend

import (
	"context"
	"errors"
	"strings"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/errdefs"
	"github.com/moby/buildkit/solver/pb"
	"google.golang.org/grpc/status"

	"github.com/amikit/amikit/internal/step"
)

// maxErrorFile is far more than a step writes.
const maxErrorFile = 64 << 10

// StepError is a failed step in its own words.
type StepError struct {
	// Step is the target that failed, such as "cloud-image".
	Step string
	// Message is one line: what is wrong.
	Message string
	// Hint is one line: what to do next. It may be empty.
	Hint string
	// Code is the service's own error code; it may be empty.
	Code string
	// RequestID is the service's ID of the failed request; it may be empty.
	RequestID string
	// Secrets are the IDs of secrets that the step lacks.
	Secrets []string
	// Err is BuildKit's error of the step, with its details.
	Err error
}

// Error returns the step, its message and its hint on one line.
func (e *StepError) Error() string {
	text := e.Step + ": " + e.Message
	if e.RequestID != "" {
		text += " (request " + e.RequestID + ")"
	}
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// Unwrap returns BuildKit's error of the step.
func (e *StepError) Unwrap() error { return e.Err }

// GRPCStatus is the status that the client sees: our message, BuildKit's code.
func (e *StepError) GRPCStatus() *status.Status { return statusOf(e.Error(), e.Err) }

// explain puts the message of a failed step of ours, or what to do about a
// refused one, in front of BuildKit's error. Any other error stays as it is.
func (r *Request) explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if isInsecureRefused(err) {
		return r.refused(err)
	}
	id := outMount(err)
	if id == "" {
		return err
	}
	data, readErr := r.readMount(ctx, id, "/"+step.ErrorFile)
	if readErr != nil {
		return err
	}
	e, parseErr := step.ReadError(data)
	if parseErr != nil {
		return err
	}
	return &StepError{Step: e.Step, Message: e.Message, Hint: e.Hint, Code: e.Code, RequestID: e.RequestID, Secrets: e.Secrets, Err: err}
}

// outMount returns the ID of the failed exec's output mount, "" where the exec is
// not one of ours.
func outMount(err error) string {
	var solve *errdefs.SolveError
	if !errors.As(err, &solve) || solve.Op.GetExec() == nil {
		return ""
	}
	exec := solve.Op.GetExec()
	dir := variableOf(exec.Meta.GetEnv(), step.OutEnv)
	for i, m := range exec.Mounts {
		if dir != "" && m.Dest == dir && i < len(solve.MountIDs) {
			return solve.MountIDs[i]
		}
	}
	return ""
}

func variableOf(env []string, name string) string {
	for _, v := range env {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value
		}
	}
	return ""
}

// readMount reads a file of a failed exec's mount, by its absolute path, in a
// container without a process.
func (r *Request) readMount(ctx context.Context, id, name string) ([]byte, error) {
	container, err := r.Client.NewContainer(ctx, client.NewContainerRequest{
		Mounts: []client.Mount{{Dest: "/", MountType: pb.MountType_BIND, ResultID: id}},
	})
	if err != nil {
		return nil, err
	}
	data, err := container.ReadFile(ctx, client.ReadContainerRequest{
		ReadRequest: client.ReadRequest{Filename: name, Range: &client.FileRange{Length: maxErrorFile}},
	})
	return data, errors.Join(err, container.Release(context.WithoutCancel(ctx)))
}
