// Package journal remembers the calls that were made, for tests that count
// them.
package journal

import (
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/amikit/amikit/localaws/wire"
)

// Entry is one call. It holds no secret.
type Entry struct {
	Time      time.Time    `json:"time"`
	RequestID string       `json:"requestId"`
	Service   wire.Service `json:"service"`
	Action    string       `json:"action"`
	Region    string       `json:"region,omitempty"`
	AccessKey string       `json:"accessKey,omitempty"`
	Method    string       `json:"method"`
	Path      string       `json:"path"`
	// Status is the HTTP status; 0 when the connection was cut.
	Status int `json:"status"`
	// BytesIn and BytesOut are the sizes of the bodies.
	BytesIn  int64 `json:"bytesIn"`
	BytesOut int64 `json:"bytesOut"`
	// Milliseconds is how long it took.
	Milliseconds int64 `json:"milliseconds"`
}

// limit is how many calls are remembered; the oldest are forgotten.
const limit = 500_000

// Journal is safe for concurrent use.
type Journal struct {
	mu      sync.Mutex
	entries []Entry
}

// Middleware notes each call that has been answered, or cut.
func (j *Journal) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		call := wire.CallOf(r.Context())
		begin := time.Now()
		body := &countingBody{ReadCloser: r.Body}
		r.Body = body
		counted := &countingWriter{ResponseWriter: w}
		defer func() {
			j.add(Entry{
				Time: begin, RequestID: call.RequestID, Service: call.Service, Action: call.Action, Region: call.Region,
				AccessKey: call.AccessKey, Method: r.Method, Path: r.URL.Path, Status: counted.status,
				BytesIn: body.read.Load(), BytesOut: counted.written, Milliseconds: time.Since(begin).Milliseconds(),
			})
		}()
		next.ServeHTTP(counted, r)
	})
}

func (j *Journal) add(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) >= limit {
		j.entries = slices.Delete(j.entries, 0, limit/2)
	}
	j.entries = append(j.entries, e)
}

// Entries lists the calls in the order in which they ended.
func (j *Journal) Entries() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]Entry{}, j.entries...)
}

// Clear forgets all calls.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = nil
}
