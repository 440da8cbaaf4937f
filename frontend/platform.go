package frontend

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/exporter/containerimage/exptypes"
	"github.com/moby/buildkit/frontend/gateway/client"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// part is one platform's share of a result.
type part struct {
	ref    client.Reference
	config []byte            // image config
	meta   map[string][]byte // keys get the platform's suffix where there are several
}

// SolveEach builds one state for each platform and returns them as one result.
// The platforms are independent: where one fails, the others are finished first.
func (r *Request) SolveEach(ctx context.Context, make func(context.Context, ocispecs.Platform) (llb.State, error)) (*client.Result, error) {
	return r.each(ctx, func(ctx context.Context, p ocispecs.Platform) (*part, error) {
		state, err := make(ctx, p)
		if err != nil {
			return nil, err
		}
		ref, err := r.Evaluate(ctx, state)
		return &part{ref: ref}, err
	})
}

// each runs build for all platforms at once and puts the parts together.
func (r *Request) each(ctx context.Context, build func(context.Context, ocispecs.Platform) (*part, error)) (*client.Result, error) {
	parts := make([]*part, len(r.Platforms))
	errs := make([]error, len(r.Platforms))
	var wait sync.WaitGroup
	for i, p := range r.Platforms {
		wait.Go(func() {
			defer recoverTo(ctx, &errs[i])
			parts[i], errs[i] = build(ctx, p)
		})
	}
	wait.Wait()
	if err := r.joinErrors(errs); err != nil {
		return nil, err
	}
	return r.result(parts)
}

// result keys the parts as exporters expect them.
func (r *Request) result(parts []*part) (*client.Result, error) {
	res := client.NewResult()
	list := exptypes.Platforms{}
	for i, p := range r.Platforms {
		p = platforms.Normalize(p)
		id := platforms.FormatAll(p)
		list.Platforms = append(list.Platforms, exptypes.Platform{ID: id, Platform: p})
		if err := r.addPart(res, parts[i], p); err != nil {
			return nil, err
		}
	}
	data, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("encode the platforms: %w", err)
	}
	res.AddMeta(exptypes.ExporterPlatformsKey, data)
	return res, nil
}

func (r *Request) addPart(res *client.Result, p *part, platform ocispecs.Platform) error {
	config := p.config
	if config == nil {
		var err error
		if config, err = json.Marshal(emptyImage(platform)); err != nil {
			return fmt.Errorf("encode the image config: %w", err)
		}
	}
	suffix := ""
	if r.UI.MultiPlatformRequested {
		id := platforms.FormatAll(platform)
		suffix = "/" + id
		res.AddRef(id, p.ref)
	} else {
		res.SetRef(p.ref)
	}
	res.AddMeta(exptypes.ExporterImageConfigKey+suffix, config)
	for key, value := range p.meta {
		res.AddMeta(key+suffix, value)
	}
	return nil
}

// emptyImage is the config of a result that is files and no system.
func emptyImage(p ocispecs.Platform) ocispecs.Image {
	return ocispecs.Image{Platform: p, RootFS: ocispecs.RootFS{Type: "layers"}}
}

// joinErrors names the platform of each error where there are several platforms.
func (r *Request) joinErrors(errs []error) error {
	if len(r.Platforms) == 1 {
		return errs[0]
	}
	var texts []string
	for i, err := range errs {
		if err != nil {
			texts = append(texts, platforms.Format(r.Platforms[i])+": "+err.Error())
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return &messageError{message: strings.Join(texts, "\n"), err: errors.Join(errs...)}
}
