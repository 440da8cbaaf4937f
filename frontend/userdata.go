package frontend

import (
	"context"
	"fmt"
	"path"

	"github.com/amikit/amikit/internal/userdata"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"
	gwpb "github.com/moby/buildkit/frontend/gateway/pb"
	"github.com/opencontainers/go-digest"
)

// UserDataPath is the cloud-config's place in the build context.
const UserDataPath = "cloud-images/config/user-data.yaml"

// userData is the build context's cloud-config.
type userData struct {
	state  *llb.State    // holds it at UserDataPath; nil where there is none
	vertex digest.Digest // that loads it, for warnings
}

// loadUserData reads the cloud-config once and checks it before the long work.
func (r *Request) loadUserData(ctx context.Context) (*userData, error) {
	return r.userdata.get(func() (*userData, error) { return r.readUserData(ctx) })
}

func (r *Request) readUserData(ctx context.Context) (*userData, error) {
	state, err := r.userDataState(ctx)
	if err != nil {
		return nil, err
	}
	def, err := state.Marshal(ctx, r.marshalOpts())
	if err != nil {
		return nil, fmt.Errorf("draw the graph: %w", err)
	}
	head, err := def.Head()
	if err != nil {
		return nil, fmt.Errorf("draw the graph: %w", err)
	}
	ref, err := r.solve(ctx, *state, true)
	if err != nil {
		return nil, err
	}
	data, found, err := readOptional(ctx, ref, UserDataPath)
	if err != nil {
		return nil, annotate("read "+UserDataPath, err)
	}
	u := &userData{vertex: head}
	if !found {
		r.warn(ctx, head, "there is no "+UserDataPath+" in the build context: the disk gets an empty #cloud-config, without any user")
		return u, nil
	}
	if err := userdata.Validate(data); err != nil {
		return nil, fmt.Errorf("%s: %w", UserDataPath, err)
	}
	u.state = state
	return u, nil
}

// userDataState is the build context with that one file. It is not cut by
// .dockerignore, where the file should stand to stay out of the image.
func (r *Request) userDataState(ctx context.Context) (*llb.State, error) {
	remote, err := r.hasRemoteContext(ctx)
	if err != nil {
		return nil, err
	}
	if remote {
		return r.UI.MainContext(ctx)
	}
	state := llb.Local(dockerui.DefaultLocalNameContext,
		llb.SessionID(r.localSession(dockerui.DefaultLocalNameContext)),
		llb.FollowPaths([]string{UserDataPath}),
		llb.SharedKeyHint(dockerui.DefaultLocalNameContext+"-"+path.Base(UserDataPath)),
		llb.Differ(llb.DiffNone, false),
		dockerui.WithInternalName("load "+UserDataPath))
	return &state, nil
}

// hasRemoteContext tells whether the context is none of the client's folders: a
// git or HTTP address, or another build's result.
func (r *Request) hasRemoteContext(ctx context.Context) (bool, error) {
	key := keyContext
	if k := r.opts[keyContextKey]; k != "" {
		key = k
	}
	if _, isGit, _ := dockerui.DetectGitContext(r.opts[key], nil); isGit {
		return true, nil
	}
	if _, _, isHTTP := dockerui.DetectHTTPContext(r.opts[key]); isHTTP {
		return true, nil
	}
	caps := r.UI.BuildOpts().Caps
	if caps.Supports(gwpb.CapFrontendInputs) != nil {
		return false, nil
	}
	inputs, err := r.Client.Inputs(ctx)
	if err != nil {
		return false, annotate("read the frontend's inputs", err)
	}
	_, isInput := inputs[dockerui.DefaultLocalNameContext]
	return isInput, nil
}

// localSession is the session that a client's folder is read from.
func (r *Request) localSession(name string) string {
	if id := r.opts["local-sessionid:"+name]; id != "" {
		return id
	}
	return r.UI.BuildOpts().SessionID
}
