package query

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/amikit/amikit/localaws/wire"
)

// maxForm is more than any call of a query service may hold.
const maxForm = 4 << 20

// Answerer does a call; what it returns are the members of the answer.
type Answerer func(ctx context.Context, call *wire.Call, p Params) (any, error)

// Handler answers the calls of one service that speaks a query protocol.
type Handler struct {
	// Identify checks the signature over a body.
	Identify func(r *http.Request, bodyHash string) error
	// Answer does the call.
	Answer Answerer
	// Refuse writes an error.
	Refuse func(w http.ResponseWriter, r *http.Request, err error) error
}

// ServeHTTP reads the form, which the server may have left in the context, and
// answers in the service's dialect.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := wire.CallOf(r.Context())
	result, err := h.answer(r, call)
	if err == nil {
		err = write(w, call, result)
	} else {
		err = h.Refuse(w, r, err)
	}
	if err != nil {
		slog.Error("answer", "action", call.Action, "error", err)
	}
}

func write(w http.ResponseWriter, call *wire.Call, result any) error {
	if call.Service == wire.EC2 {
		return WriteEC2(w, call, result)
	}
	return WriteResult(w, call, result)
}

func (h *Handler) answer(r *http.Request, call *wire.Call) (any, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	sum := sha256.Sum256(body)
	if err := h.Identify(r, hex.EncodeToString(sum[:])); err != nil {
		return nil, err
	}
	p, err := readParams(r, body)
	if err != nil {
		return nil, wire.Refuse("MalformedQueryString", "%v", err)
	}
	return h.Answer(r.Context(), call, p)
}

// Peek reads the parameters and puts the body back.
func Peek(r *http.Request) (Params, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxForm))
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return readParams(r, body)
}

func readParams(r *http.Request, body []byte) (Params, error) {
	text := r.URL.RawQuery
	if r.Method == http.MethodPost {
		text = string(body)
	}
	form, err := url.ParseQuery(text)
	if err != nil {
		return nil, err
	}
	return Parse(form), nil
}
