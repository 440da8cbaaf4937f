package s3

import (
	"io"
	"net/http"
	"strings"
	"time"
)

// Fault is what goes wrong with one call; the zero value is nothing.
type Fault struct {
	// Delay is how long the call waits before anything happens to it.
	Delay time.Duration
	// DateShift moves the Date header of a refusal.
	DateShift time.Duration
	// Refuse answers with an error and does nothing.
	Refuse *Error
	// Cut ends the connection before anything is done.
	Cut bool
	// LoseAnswer does what was asked and ends the connection instead of
	// answering.
	LoseAnswer bool
	// LateRefuse does nothing, answers 200, sends spaces and then an error, as
	// CompleteMultipartUpload and UploadPartCopy may do.
	// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
	LateRefuse *Error
	// BytesPerSecond slows both bodies down.
	BytesPerSecond int
}

// strike does what goes wrong before the call is looked at. It is true when
// that was all.
func (f Fault) strike(w http.ResponseWriter, r *http.Request) bool {
	if !wait(r, f.Delay) || f.Cut {
		panic(http.ErrAbortHandler)
	}
	switch {
	case f.Refuse != nil:
		if f.DateShift != 0 {
			w.Header().Set("Date", time.Now().Add(f.DateShift).UTC().Format(http.TimeFormat))
		}
		f.Refuse.write(w, r)
	case f.LateRefuse != nil:
		f.LateRefuse.writeLate(w, r)
	default:
		return false
	}
	return true
}

// wait is false when the client went away meanwhile.
func wait(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// writeLate answers 200 and only then refuses.
func (e *Error) writeLate(w http.ResponseWriter, r *http.Request) {
	drain(r.Body)
	w.Header().Set("Server", "AmazonS3")
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(http.StatusOK)
	document := e.document()
	declaration, body, _ := strings.Cut(string(document), "\n")
	_, _ = io.WriteString(w, declaration+"\n")
	for range 3 {
		_, _ = io.WriteString(w, strings.Repeat(" ", 64))
		_ = http.NewResponseController(w).Flush()
	}
	_, _ = io.WriteString(w, body)
}

// slow limits a body to a rate; zero means no limit.
func slow(body io.ReadCloser, bytesPerSecond int) io.ReadCloser {
	if bytesPerSecond <= 0 || body == nil || body == http.NoBody {
		return body
	}
	return &slowBody{ReadCloser: body, rate: bytesPerSecond}
}

type slowBody struct {
	io.ReadCloser
	rate int
}

// Read gives a tenth of a second's worth and then rests for as long.
func (b *slowBody) Read(p []byte) (int, error) {
	chunk := max(1, b.rate/10)
	n, err := b.ReadCloser.Read(p[:min(len(p), chunk)])
	time.Sleep(time.Duration(n) * time.Second / time.Duration(b.rate))
	return n, err
}
