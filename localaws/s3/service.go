// Package s3 is the S3 of a local AWS: the gateway of versitygw with a file
// store, and in front of it what AWS has and the gateway has not: session
// tokens, 12-digit bucket owners, regions and their redirects, faults.
//
// The file store works relative to the current directory of the process, so a
// process can run one Service at a time, and New changes that directory.
package s3

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/amikit/amikit/localaws/identity"
)

// Config says where a Service keeps its data and whom it knows.
type Config struct {
	// Dir holds buckets and their metadata; it is made if absent and can be
	// opened again by a later Service.
	Dir string
	// Accounts finds the owner of an access key.
	Accounts func(accessKey string) (identity.Account, bool)
	// Old is true where S3 knows no CRC64NVME for an access key; nil means nowhere.
	Old func(accessKey, region string) bool
	// Ignored are the checksums that S3 takes and never shows for an access key, such
	// as CRC64NVME; nil means none.
	Ignored func(accessKey, region string) []string
	// Fault decides what goes wrong with a call; nil means nothing does.
	Fault func(Call) Fault
}

// Service answers S3 requests. It is an http.Handler that streams bodies.
type Service struct {
	config   Config
	store    *store
	gateways *gateways
}

// New opens the store in c.Dir and gets ready to serve it.
func New(ctx context.Context, c Config) (*Service, error) {
	st, err := openStore(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("open the S3 store in %s: %w", c.Dir, err)
	}
	s := &Service{config: c, store: st}
	s.gateways = newGateways(context.WithoutCancel(ctx), st, newIdentities(c.Accounts))
	return s, nil
}

// Close stops the Service and goes back to the directory that the process was
// in before New.
func (s *Service) Close() error {
	return errors.Join(s.gateways.close(), s.store.close())
}

// ServeHTTP answers one S3 request; the path must not have been cleaned.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := s.Describe(r)
	fault := s.fault(call)
	if fault.strike(w, r) {
		return
	}
	if e := s.refuse(r, call); e != nil {
		e.write(w, r)
		return
	}
	t, err := s.gateways.transport(call.Region)
	if err != nil {
		internalError(err).write(w, r)
		return
	}
	s.proxy(t, call, fault).ServeHTTP(w, r)
}

func (s *Service) fault(call Call) Fault {
	if s.config.Fault == nil {
		return Fault{}
	}
	return s.config.Fault(call)
}
