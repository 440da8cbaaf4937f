package server

import (
	"net/http"
	"strings"

	"github.com/amikit/amikit/localaws/admin"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/restjson"
)

// ServeHTTP answers one request of any service, or of the admin path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, admin.Path) {
		s.admin.ServeHTTP(w, r)
		return
	}
	call := s.describe(r)
	s.handler.ServeHTTP(w, r.WithContext(wire.WithCall(r.Context(), call)))
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	call := wire.CallOf(r.Context())
	service, ok := s.services[call.Service]
	if !ok {
		refuseService(w, call)
		return
	}
	service.ServeHTTP(w, r)
}

// refuseService answers calls of services that are not here in the form that
// most of them have.
func refuseService(w http.ResponseWriter, call *wire.Call) {
	refusal := wire.Refuse("UnknownOperationException", "localaws has no service %s", call.Service)
	refusal.Framework = true
	if err := restjson.WriteError(w, call, refusal); err != nil {
		panic(http.ErrAbortHandler)
	}
}
