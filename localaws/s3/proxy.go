package s3

import (
	"errors"
	"net/http"
	"net/http/httputil"
)

// errAnswerLost asks for a connection that ends without an answer.
var errAnswerLost = errors.New("the answer is lost on purpose")

// proxy forwards one request to a gateway as it is, since the signature covers
// the host, the raw path and the raw query, and makes the answer one of AWS.
func (s *Service) proxy(t *transport, call Call, f Fault) http.Handler {
	return &httputil.ReverseProxy{
		Transport: t,
		Rewrite: func(r *httputil.ProxyRequest) {
			forward(r)
			r.Out.Body = slow(r.Out.Body, f.BytesPerSecond)
		},
		ModifyResponse: func(resp *http.Response) error {
			resp.Body = slow(resp.Body, f.BytesPerSecond)
			if f.LoseAnswer {
				return errAnswerLost
			}
			return s.polish(resp, call)
		},
		ErrorHandler: fail,
	}
}

func forward(r *httputil.ProxyRequest) {
	r.Out.URL.Scheme, r.Out.URL.Host = "http", "localaws"
	r.Out.URL.RawQuery = r.In.URL.RawQuery
	r.Out.Host = r.In.Host
	// The gateway would answer 100 by itself; net/http has taken care of it.
	r.Out.Header.Del("Expect")
}

func fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, errAnswerLost) || r.Context().Err() != nil {
		panic(http.ErrAbortHandler)
	}
	internalError(err).write(w, r)
}
