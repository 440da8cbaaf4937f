package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/amikit/amikit/localaws/admin"
	"github.com/amikit/amikit/localaws/auth"
	"github.com/amikit/amikit/localaws/blocks"
	"github.com/amikit/amikit/localaws/fault"
	"github.com/amikit/amikit/localaws/iam"
	"github.com/amikit/amikit/localaws/identity"
	"github.com/amikit/amikit/localaws/imports"
	"github.com/amikit/amikit/localaws/journal"
	"github.com/amikit/amikit/localaws/policy"
	"github.com/amikit/amikit/localaws/s3"
	"github.com/amikit/amikit/localaws/settings"
	"github.com/amikit/amikit/localaws/sigv4"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/timing"
	"github.com/amikit/amikit/localaws/wire"
)

// Server is a local AWS. A process can run one at a time, because of its S3.
type Server struct {
	config    Config
	clock     *timing.Clock
	book      *identity.Book
	gate      *auth.Gate
	faults    *fault.Engine
	journal   *journal.Journal
	roles     *iam.Roles
	settings  *settings.Settings
	records   *store.Store
	snapshots *snapshot.Book
	imports   *imports.Importer
	s3        *s3.Service

	admin    http.Handler
	services map[wire.Service]http.Handler
	handler  http.Handler
}

// New opens the data and takes up the work that was under way.
func New(ctx context.Context, c Config) (*Server, error) {
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of data: %w", err)
	}
	c.Dir = dir
	if len(c.Regions) == 0 {
		c.Regions = DefaultRegions()
	}
	s := &Server{config: c, clock: timing.NewClock(c.Durations), journal: &journal.Journal{}, settings: &settings.Settings{}}
	if err := s.openAccess(); err != nil {
		return nil, err
	}
	if err := s.openData(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.openServices()
	return s, nil
}

// openAccess sets up who may call.
func (s *Server) openAccess() (err error) {
	s.book, err = identity.NewBook(s.clock.Now, s.config.Credentials...)
	if err != nil {
		return err
	}
	s.faults = &fault.Engine{Now: s.clock.Now}
	s.roles = iam.NewRoles(s.clock.Now, s.book.AccountIDs()...)
	s.gate = &auth.Gate{
		Verifier: sigv4.Verifier{
			Account: s.book.Account,
			Regions: func(region string) bool { return slices.Contains(s.config.Regions, region) },
			Now:     time.Now,
		},
		Policy: &policy.Policy{OfKey: s.book.Denied, AllowedTo: s.book.Allowed},
	}
	return nil
}

// openData opens what survives a restart.
func (s *Server) openData(ctx context.Context) error {
	records, err := store.Open(filepath.Join(s.config.Dir, "records"))
	if err != nil {
		return err
	}
	s.records = records
	data, err := blocks.NewStore(filepath.Join(s.config.Dir, "snapshots"))
	if err != nil {
		return err
	}
	s.snapshots = &snapshot.Book{Records: records, Data: data, Clock: s.clock}
	s.s3, err = s3.New(ctx, s3.Config{Dir: filepath.Join(s.config.Dir, "s3"), Accounts: s.book.Account, Fault: s.s3Fault, Old: s.oldS3, Ignored: s.ignoredChecksums})
	if err != nil {
		return err
	}
	s.imports = &imports.Importer{Records: records, Snapshots: s.snapshots, Open: s.openObject, MayRead: s.roleMayRead}
	return s.imports.Start(ctx)
}

func (s *Server) openServices() {
	s.services = s.handlers()
	s.handler = s.journal.Middleware(s.faults.Middleware(http.HandlerFunc(s.serve)))
	s.admin = admin.Handler(&admin.Controls{
		Clock:    s.clock,
		Book:     s.book,
		Policy:   s.gate.Policy,
		Faults:   s.faults,
		Journal:  s.journal,
		Roles:    s.roles,
		Settings: s.settings,
		Imports:  &s.imports.Failures,
	})
}

// Close stops the work and closes the data. Imports that are under way go on
// when it is opened again.
func (s *Server) Close() error {
	if s.imports != nil {
		s.imports.Close()
	}
	var err error
	if s.s3 != nil {
		err = s.s3.Close()
	}
	if s.snapshots != nil {
		err = errors.Join(err, s.snapshots.Data.Close())
	}
	if s.records != nil {
		err = errors.Join(err, s.records.Close())
	}
	return err
}
