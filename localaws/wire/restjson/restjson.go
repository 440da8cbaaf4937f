// Package restjson writes the answers of AWS's rest-json services.
package restjson

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/amikit/amikit/localaws/wire"
)

// EpochSeconds is a moment as rest-json writes it: a float of seconds in
// exponent form.
type EpochSeconds time.Time

// MarshalJSON writes the seconds.
func (t EpochSeconds) MarshalJSON() ([]byte, error) {
	seconds := float64(time.Time(t).UnixMilli()) / 1000
	text := strconv.FormatFloat(seconds, 'E', -1, 64)
	mantissa, exponent, _ := strings.Cut(text, "E+")
	return []byte(mantissa + "E" + strings.TrimLeft(exponent, "0")), nil
}

// Write answers a call with a JSON body.
func Write(w http.ResponseWriter, call *wire.Call, status int, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("x-amzn-RequestId", call.RequestID)
	w.WriteHeader(status)
	_, err = w.Write(text)
	return err
}

type serviceError struct {
	Message string
	Reason  string `json:",omitempty"`
}

type frameworkError struct {
	Message string `json:"message"`
}

// WriteError refuses a call. The type stands in a header and never in the
// body; a bad request ends the connection.
func WriteError(w http.ResponseWriter, call *wire.Call, e *wire.Error) error {
	w.Header().Set("x-amzn-ErrorType", e.Code+":http://internal.amazon.com/coral/com.amazon.coral.service/")
	if e.Status == http.StatusBadRequest {
		w.Header().Set("Connection", "close")
	}
	if e.Framework {
		return Write(w, call, e.Status, frameworkError{e.Message})
	}
	return Write(w, call, e.Status, serviceError{e.Message, e.Reason})
}
