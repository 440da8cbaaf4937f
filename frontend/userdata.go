package frontend

import (
	"context"
	"errors"
	"fmt"
	"path"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	gwpb "github.com/moby/buildkit/frontend/gateway/pb"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/userdata"
)

// UserDataPath is the cloud-config's place in the build context.
const UserDataPath = userdata.Path

// UserDataFallback is where the cloud-config is looked for next: its place in a
// CanvOS checkout.
const UserDataFallback = userdata.Fallback

// noUserData is the warning about a disk that nobody can log into.
const noUserData = "there is no " + UserDataPath + " and no " + UserDataFallback + " in the build context, and no secret " +
	option.SecretUserData + ": the disk gets an empty #cloud-config, without any user"

// userData is the cloud-config: a secret, else a file of the build context.
type userData struct {
	secret string        // its SHA-256; empty where it is none
	state  *llb.State    // holds it at path; nil where there is none
	path   string        // of the file
	vertex digest.Digest // that loads it, for warnings
}

// given tells whether the disk holds a cloud-config of the user's.
func (u *userData) given() bool { return u.state != nil || u.secret != "" }

// loadUserData reads the cloud-config once and checks it before the long work.
func (r *Request) loadUserData(ctx context.Context) (*userData, error) {
	return r.userdata.get(func() (*userData, error) {
		u, err := r.askUserData(ctx)
		if err != nil || u != nil {
			return u, err
		}
		return r.readUserData(ctx)
	})
}

func (r *Request) readUserData(ctx context.Context) (*userData, error) {
	state, err := r.userDataState(ctx)
	if err != nil {
		return nil, err
	}
	u := &userData{}
	if u.vertex, err = r.vertexOf(ctx, *state); err != nil {
		return nil, err
	}
	ref, err := r.solve(ctx, *state, true)
	if err != nil {
		return nil, err
	}
	data, name, err := firstUserData(ctx, ref)
	if err != nil {
		return nil, err
	}
	if name == "" {
		warning := noUserData
		if hint := r.slips(ctx, option.SecretUserData); hint != "" {
			warning += "; " + hint
		}
		r.warn(ctx, u.vertex, warning)
		return u, nil
	}
	if err := userdata.Validate(data); err != nil {
		return nil, fmt.Errorf("file %s: %w", name, err)
	}
	u.state, u.path = state, name
	return u, nil
}

// firstUserData reads the file that wins; its name is empty where there is none.
func firstUserData(ctx context.Context, ref client.Reference) (data []byte, name string, err error) {
	for _, name := range []string{UserDataPath, UserDataFallback} {
		data, found, err := readOptional(ctx, ref, name)
		var folder *folderError
		if name == UserDataFallback && errors.As(err, &folder) {
			continue // a folder of that name is another thing
		}
		if err != nil {
			return nil, "", annotate("read "+name, err)
		}
		if found {
			return data, name, nil
		}
	}
	return nil, "", nil
}

// vertexOf is the digest of a state's last vertex.
func (r *Request) vertexOf(ctx context.Context, state llb.State) (digest.Digest, error) {
	def, err := state.Marshal(ctx, r.marshalOpts())
	if err != nil {
		return "", fmt.Errorf("draw the graph: %w", err)
	}
	head, err := def.Head()
	if err != nil {
		return "", fmt.Errorf("draw the graph: %w", err)
	}
	return head, nil
}

// userDataState is the build context with those files alone. It is not cut by
// .dockerignore, where they should stand to stay out of the image.
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
		llb.FollowPaths([]string{UserDataPath, UserDataFallback}),
		llb.SharedKeyHint(dockerui.DefaultLocalNameContext+"-"+path.Base(UserDataPath)),
		llb.Differ(llb.DiffNone, false),
		dockerui.WithInternalName("load "+UserDataPath))
	return &state, nil
}

// hasRemoteContext tells whether the context is none of the client's folders: a
// git or HTTP address, or another build's result.
func (r *Request) hasRemoteContext(ctx context.Context) (bool, error) {
	if _, isGit, _ := dockerui.DetectGitContext(r.mainContext(), nil); isGit {
		return true, nil
	}
	if _, _, isHTTP := dockerui.DetectHTTPContext(r.mainContext()); isHTTP {
		return true, nil
	}
	caps := r.UI.BuildOpts().Caps
	if caps.Supports(gwpb.CapFrontendInputs) != nil {
		return false, nil
	}
	inputs, err := r.memory.Inputs(ctx)
	if err != nil {
		return false, annotate("read the frontend's inputs", err)
	}
	_, isInput := inputs[dockerui.DefaultLocalNameContext]
	return isInput, nil
}

// mainContext is the context's address; empty where it has none.
func (r *Request) mainContext() string {
	key := keyContext
	if k := r.opts[keyContextKey]; k != "" {
		key = k
	}
	return r.opts[key]
}

// localSession is the session that a client's folder is read from.
func (r *Request) localSession(name string) string {
	if id := r.opts["local-sessionid:"+name]; id != "" {
		return id
	}
	return r.UI.BuildOpts().SessionID
}
