package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// service answers all of AWS on one address.
type service struct {
	requests, bytes atomic.Int64
	images          images
	objects         sync.Map // of the type *object, by path
}

func newService() *service { return &service{} }

// ServeHTTP tells the services by what their requests look like.
func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/_counts" {
		s.counts(w, r)
		return
	}
	s.requests.Add(1)
	switch {
	case strings.HasPrefix(r.URL.Path, "/snapshots"):
		s.ebs(w, r)
	case r.Method == http.MethodPost && r.URL.Path == "/":
		s.query(w, r)
	default:
		s.s3(w, r)
	}
}

func (s *service) counts(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodDelete {
		s.requests.Store(0)
		s.bytes.Store(0)
		s.images.forget()
		s.objects.Clear()
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]int64{"requests": s.requests.Load(), "bytes": s.bytes.Load()})
}

// discard reads a body to its end and returns its length.
func (s *service) discard(r *http.Request) int64 {
	n, _ := io.Copy(io.Discard, r.Body) // a client that goes away sees its own error
	s.bytes.Add(n)
	return n
}
