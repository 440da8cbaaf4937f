package frontend

import (
	"bytes"
	"context"
	"fmt"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/pb"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// askUserData looks for a secret cloud-config: nil where there is none. A
// frontend cannot read secrets, so a container with the secret mounted checks it
// and tells its digest, which keys the step that mounts it.
func (r *Request) askUserData(ctx context.Context) (*userData, error) {
	var out buffer
	err := r.runTool(ctx, toolRun{
		args:   []string{"disk", "user-data"},
		mounts: []client.Mount{secretMount(step.UserDataSecret, option.SecretUserData)},
		stdout: &out,
	})
	if err != nil {
		return nil, annotate("look for the secret "+option.SecretUserData, err)
	}
	answer, err := step.ReadUserDataAnswer(out.Bytes())
	switch {
	case err != nil:
		return nil, err
	case answer.Problem != "":
		return nil, fmt.Errorf("secret %s: %s", option.SecretUserData, answer.Problem)
	case answer.SHA256 == "":
		return nil, nil
	}
	vertex, err := r.vertexOf(ctx, r.Tool.Image)
	return &userData{secret: answer.SHA256, vertex: vertex}, err
}

// secretMount is a secret that only its owner can read, where the client has it.
func secretMount(dest, id string) client.Mount {
	return client.Mount{
		Dest: dest, MountType: pb.MountType_SECRET,
		SecretOpt: &pb.SecretOpt{ID: id, Mode: 0o400, Optional: true},
	}
}

// buffer is a buffer that can be closed, as a process closes its output.
type buffer struct{ bytes.Buffer }

// Close keeps what was written.
func (*buffer) Close() error { return nil }
