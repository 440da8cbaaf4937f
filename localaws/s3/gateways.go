package s3

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"

	"github.com/versity/versitygw/auth"
)

// gateways are the gateways of all regions, each started when it is first
// asked for: a gateway accepts the signatures of one region only.
type gateways struct {
	ctx        context.Context
	store      *store
	identities auth.IAMService
	prefix     string

	mu       sync.Mutex
	byRegion map[string]*gateway
}

func newGateways(ctx context.Context, st *store, ids auth.IAMService) *gateways {
	return &gateways{
		ctx: ctx, store: st, identities: ids,
		prefix:   "@localaws-s3-" + rand.Text(),
		byRegion: map[string]*gateway{},
	}
}

// transport finds the way to the gateway of a region.
func (g *gateways) transport(region string) (*transport, error) {
	gw, err := g.in(region)
	if err != nil {
		return nil, err
	}
	return &transport{socket: gw.socket}, nil
}

func (g *gateways) in(region string) (*gateway, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if gw, ok := g.byRegion[region]; ok {
		return gw, nil
	}
	gw, err := startGateway(g.ctx, g.backend(region), g.identities, g.prefix+"-"+region, region)
	if err != nil {
		return nil, fmt.Errorf("start the S3 gateway of %s: %w", region, err)
	}
	g.byRegion[region] = gw
	return gw, nil
}

func (g *gateways) backend(region string) *regional {
	return &regional{Posix: g.store.posix, store: g.store, region: region}
}

func (g *gateways) close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	var errs []error
	for _, gw := range g.byRegion {
		errs = append(errs, gw.close())
	}
	return errors.Join(errs...)
}
