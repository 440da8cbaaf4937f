package frontend

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/opencontainers/go-digest"
)

// patient is a gateway that knows no image before it was asked for .dockerignore.
type patient struct {
	*gateway
	ignore chan struct{}
}

func (p *patient) Solve(ctx context.Context, req client.SolveRequest) (*client.Result, error) {
	if strings.Contains(headName(req.Definition), ".dockerignore") {
		close(p.ignore)
	}
	return p.gateway.Solve(ctx, req)
}

func (p *patient) ResolveImageConfig(ctx context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	<-p.ignore
	return p.gateway.ResolveImageConfig(ctx, ref, opt)
}

func TestTheIgnoreFileIsLoadedWhileImagesAreLookedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &patient{newGateway(nil).withDockerfile(imageDockerfile), make(chan struct{})}
		if _, err := New()(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAFailedLookUpIsTheBuildsError(t *testing.T) {
	g := &failing{newGateway(nil).withDockerfile(imageDockerfile)}
	if _, err := New()(t.Context(), g); err == nil || !strings.Contains(err.Error(), "no such image") {
		t.Fatalf("error is %v", err)
	}
}

// failing is a gateway without images.
type failing struct{ *gateway }

func (failing) ResolveImageConfig(context.Context, string, sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	return "", "", nil, errors.New("no such image")
}
