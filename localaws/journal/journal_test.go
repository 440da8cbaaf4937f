package journal_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/amikit/amikit/localaws/journal"
	"github.com/amikit/amikit/localaws/wire"
)

func TestACallIsNotedWithItsSizes(t *testing.T) {
	tests := map[string]struct {
		handler http.HandlerFunc
		status  int
		in, out int64
	}{
		"answered": {func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(http.StatusTeapot)
			_, _ = io.WriteString(w, "tea")
		}, 418, 4, 3},
		"answered without a status": {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }, 200, 0, 2},
		"cut":                       {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 0, 0, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var j journal.Journal
			call := &wire.Call{Service: wire.S3, Action: "PutObject", AccessKey: "key"}
			r := httptest.NewRequestWithContext(wire.WithCall(t.Context(), call), http.MethodPut, "/b/k", strings.NewReader("body"))
			serve(j.Middleware(test.handler), r)
			e := j.Entries()[0]
			if e.Status != test.status || e.BytesIn != test.in || e.BytesOut != test.out {
				t.Errorf("entry is %+v", e)
			}
			if e.Service != wire.S3 || e.Action != "PutObject" || e.AccessKey != "key" || e.Path != "/b/k" {
				t.Errorf("entry is %+v", e)
			}
			if j.Clear(); len(j.Entries()) != 0 {
				t.Error("entries are left")
			}
		})
	}
}

// serve survives a handler that cuts the connection.
func serve(h http.Handler, r *http.Request) {
	defer func() { _ = recover() }()
	h.ServeHTTP(httptest.NewRecorder(), r)
}
