package s3

import (
	"crypto/rand"
	"encoding/xml"
	"log/slog"
	"net/http"
	"strconv"
)

// Error is an answer that refuses a call.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
type Error struct {
	XMLName xml.Name `xml:"Error"`
	// Status is the HTTP status.
	Status  int `xml:"-"`
	Code    string
	Message string
	// Members that only some codes have.
	Bucket   string `xml:",omitempty"`
	Endpoint string `xml:",omitempty"`
	Region   string `xml:",omitempty"`

	RequestID string `xml:"RequestId"`
	HostID    string `xml:"HostId"`
	// BucketRegion goes into the header that names a bucket's region.
	BucketRegion string `xml:"-"`
}

// write answers with the error; to HEAD with the status alone, as there is no
// body.
func (e *Error) write(w http.ResponseWriter, r *http.Request) {
	drain(r.Body)
	body := e.document()
	e.writeHeader(w.Header(), len(body))
	w.WriteHeader(e.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

func (e *Error) writeHeader(h http.Header, length int) {
	h.Set("Server", "AmazonS3")
	h.Set("Content-Type", "application/xml")
	h.Set("Content-Length", strconv.Itoa(length))
	h.Set("X-Amz-Request-Id", e.RequestID)
	h.Set("X-Amz-Id-2", e.HostID)
	if e.BucketRegion != "" {
		h.Set("X-Amz-Bucket-Region", e.BucketRegion)
	}
}

// document is the error's body; it gives the error its identifiers.
func (e *Error) document() []byte {
	e.RequestID, e.HostID = rand.Text()[:16], rand.Text()+rand.Text()
	body, err := xml.Marshal(e)
	if err != nil {
		panic(err) // strings always marshal
	}
	return append([]byte(xml.Header), body...)
}

// internalError hides the cause from the client and tells the operator.
func internalError(cause error) *Error {
	slog.Error("answer an S3 request", "error", cause)
	return &Error{
		Status:  http.StatusInternalServerError,
		Code:    "InternalError",
		Message: "We encountered an internal error. Please try again.",
	}
}
