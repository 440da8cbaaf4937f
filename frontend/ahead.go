package frontend

import (
	"context"
	"sync"

	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/builder"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/opencontainers/go-digest"
)

// dockerfileFrontend runs the Dockerfile frontend with the options. It loads
// .dockerignore behind the look-up of the base images; here that is done meanwhile.
func (r *Request) dockerfileFrontend(ctx context.Context, opts map[string]string) (*client.Result, error) {
	ahead := &ahead{Client: &withOpts{r.memory, opts}, load: func() { r.loadIgnoreFile(ctx) }}
	defer ahead.loading.Wait()
	res, err := builder.Build(ctx, ahead)
	return res, r.nameDockerfile(ctx, err)
}

// nameDockerfile tells what to give where the Dockerfile itself is the file that
// is not there.
func (r *Request) nameDockerfile(ctx context.Context, err error) error {
	if !isNotExist(err) {
		return err
	}
	if _, lacks := r.source(ctx); isNotExist(lacks) {
		return annotate("no Dockerfile; give one in the build context (another name by --file, buildctl: --opt filename=…)", lacks)
	}
	return err
}

// loadIgnoreFile makes the answers known. What is wrong with the files is said where
// they are used.
func (r *Request) loadIgnoreFile(ctx context.Context) {
	var err error
	defer recoverTo(ctx, &err)
	if _, err = r.source(ctx); err == nil { // it may have an ignore file of its own
		_, err = r.UI.DockerIgnorePatterns(ctx)
	}
}

// ahead is a gateway that begins to load something when it is asked for the first image.
type ahead struct {
	client.Client
	load    func()
	once    sync.Once
	loading sync.WaitGroup
}

// ResolveImageConfig returns the daemon's answer.
func (a *ahead) ResolveImageConfig(ctx context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	a.once.Do(func() { a.loading.Go(a.load) })
	return a.Client.ResolveImageConfig(ctx, ref, opt)
}
