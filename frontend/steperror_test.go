package frontend

import (
	"context"
	"errors"
	"testing"

	"github.com/moby/buildkit/solver/errdefs"
	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/buildkit/util/grpcerrors"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/amikit/amikit/internal/step"
)

// failedExec is the error of an exec with the given environment, whose second
// mount is at /out.
func failedExec(env ...string) error {
	return &errdefs.SolveError{
		Err: status.Error(codes.Unknown, "exit code: 1"),
		Solve: &errdefs.Solve{
			MountIDs: []string{"root", "out"},
			Op: &pb.Op{Op: &pb.Op_Exec{Exec: &pb.ExecOp{
				Meta:   &pb.Meta{Env: env},
				Mounts: []*pb.Mount{{Dest: "/"}, {Dest: "/out"}},
			}}},
		},
	}
}

const errorFile = `{"step":"cloud-image","message":"no kernel in /boot","hint":"install one","requestID":"r-1"}`

func TestAFailedStepIsExplainedInItsOwnWords(t *testing.T) {
	g := newGateway(nil)
	g.mounted = map[string]string{"out": errorFile}
	err := g.request(t).explain(t.Context(), failedExec(step.OutEnv+"=/out"))
	var failed *StepError
	if !errors.As(err, &failed) {
		t.Fatalf("error is %v", err)
	}
	if want := "cloud-image: no kernel in /boot (request r-1); install one"; err.Error() != want {
		t.Errorf("error is %q, want %q", err, want)
	}
}

func TestTheExplanationSurvivesGRPCWithTheDetails(t *testing.T) {
	g := newGateway(nil)
	g.mounted = map[string]string{"out": errorFile}
	err := g.request(t).explain(t.Context(), failedExec(step.OutEnv+"=/out"))
	received := grpcerrors.FromGRPC(grpcerrors.ToGRPC(context.Background(), err))
	if received.Error() != err.Error() {
		t.Errorf("the client reads %q", received)
	}
	var solve *errdefs.SolveError
	if !errors.As(received, &solve) || len(solve.MountIDs) != 2 {
		t.Errorf("the details are lost: %v", received)
	}
}

func TestOtherErrorsStayAsTheyAre(t *testing.T) {
	ours := step.OutEnv + "=/out"
	for name, c := range map[string]struct {
		err     error
		mounted map[string]string
	}{
		"a step of the user's Dockerfile": {failedExec("PATH=/bin"), map[string]string{"out": errorFile}},
		"a step that wrote nothing":       {failedExec(ours), nil},
		"a step that wrote half a file":   {failedExec(ours), map[string]string{"out": `{"mess`}},
		"an error that is no exec's":      {errors.New("no such image"), nil},
		"no error":                        {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGateway(nil)
			g.mounted = c.mounted
			if got := g.request(t).explain(t.Context(), c.err); got != c.err { //nolint:errorlint // the very same
				t.Fatalf("it became %v", got)
			}
		})
	}
}
