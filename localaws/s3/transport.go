package s3

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
)

const (
	ioBuffer = 128 << 10
	// maxDrain is how much of a refused upload is read and thrown away, so
	// that its sender finishes writing and reads the answer.
	maxDrain = 256 << 20
)

// transport sends each request on a connection of its own. Unlike
// http.Transport it reads the answer even when the request could not be
// written to its end: a gateway that refuses an upload does so before it has
// read the body.
type transport struct {
	socket string
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	dialed, err := new(net.Dialer).DialContext(r.Context(), "unix", t.socket)
	if err != nil {
		return nil, err
	}
	conn := dialed.(*net.UnixConn)
	written := make(chan struct{})
	go func() {
		defer close(written)
		send(conn, keptOpen(r))
	}()
	resp, err := http.ReadResponse(bufio.NewReaderSize(conn, ioBuffer), r)
	if err != nil {
		err = errors.Join(err, conn.Close())
		<-written
		return nil, err
	}
	resp.Body = &answer{ReadCloser: resp.Body, conn: conn, written: written, request: r.Body}
	return resp, nil
}

// keptOpen is the request with a body that can be drained after it could not be
// sent.
func keptOpen(r *http.Request) *http.Request {
	if r.Body == nil || r.Body == http.NoBody {
		return r
	}
	out := *r
	out.Body = io.NopCloser(r.Body)
	return &out
}

// send writes the request. When it cannot, the client or the gateway has gone:
// the end of the stream tells the gateway, and the answer tells the client.
func send(conn *net.UnixConn, r *http.Request) {
	w := bufio.NewWriterSize(conn, ioBuffer)
	if errors.Join(r.Write(w), w.Flush()) != nil {
		_ = conn.CloseWrite()
	}
}

// answer is a response's body that ends its connection.
type answer struct {
	io.ReadCloser
	conn    net.Conn
	written <-chan struct{}
	request io.Reader
}

// Close leaves nothing reading the client's request.
func (a *answer) Close() error {
	err := errors.Join(a.ReadCloser.Close(), a.conn.Close())
	<-a.written
	drain(a.request)
	return err
}

func drain(body io.Reader) {
	if body != nil {
		_, _ = io.CopyN(io.Discard, body, maxDrain)
	}
}
