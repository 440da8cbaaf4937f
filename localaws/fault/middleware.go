package fault

import (
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/answer"
)

// Middleware lets calls go wrong on their way to next. Those of S3 pass: its
// server has faults of its own and asks Decide itself.
func (e *Engine) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		call := wire.CallOf(r.Context())
		if call.Service == wire.S3 {
			next.ServeHTTP(w, r)
			return
		}
		e.Decide(call.Service, call.Action, call.AccessKey).serve(w, r, next)
	})
}

func (e Effect) serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	e.wait(r)
	if e.DateShift != 0 {
		w.Header().Set("Date", time.Now().Add(e.DateShift).UTC().Format(http.TimeFormat))
	}
	refusal := e.Refuse
	if refusal == nil {
		refusal = e.Late
	}
	switch {
	case e.Cut:
		panic(http.ErrAbortHandler)
	case refusal != nil:
		if err := answer.Error(w, r, refusal); err != nil {
			slog.Error("refuse", "error", err)
		}
	case e.Lose:
		next.ServeHTTP(lost{}, r)
		panic(http.ErrAbortHandler)
	case e.BytesPerSecond > 0:
		r.Body = &slowReader{r.Body, e.BytesPerSecond}
		next.ServeHTTP(&slowWriter{w, e.BytesPerSecond}, r)
	default:
		next.ServeHTTP(w, r)
	}
}

func (e Effect) wait(r *http.Request) {
	if e.Delay <= 0 {
		return
	}
	select {
	case <-r.Context().Done():
	case <-time.After(e.Delay):
	}
}

// lost is an answer that never arrives.
type lost struct{}

func (lost) Header() http.Header            { return http.Header{} }
func (lost) Write(text []byte) (int, error) { return len(text), nil }
func (lost) WriteHeader(int)                {}

// tick is a tenth of a second's worth of bytes.
func tick(rate int) int { return max(1, rate/10) }

func rest(n, rate int) { time.Sleep(time.Duration(n) * time.Second / time.Duration(rate)) }

type slowReader struct {
	io.ReadCloser
	rate int
}

func (s *slowReader) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p[:min(len(p), tick(s.rate))])
	rest(n, s.rate)
	return n, err
}

type slowWriter struct {
	http.ResponseWriter
	rate int
}

// Write sends a little, pushes it out and rests.
func (s *slowWriter) Write(p []byte) (written int, err error) {
	for len(p) > 0 && err == nil {
		n, writeErr := s.ResponseWriter.Write(p[:min(len(p), tick(s.rate))])
		written, p, err = written+n, p[n:], writeErr
		_ = http.NewResponseController(s.ResponseWriter).Flush()
		rest(n, s.rate)
	}
	return written, err
}
