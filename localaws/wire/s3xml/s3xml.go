// Package s3xml writes S3's errors, for those that arise in front of the S3
// server itself.
package s3xml

import (
	"encoding/xml"
	"net/http"

	"github.com/amikit/amikit/localaws/wire"
)

type document struct {
	XMLName   xml.Name `xml:"Error"`
	Code      string
	Message   string
	RequestID string `xml:"RequestId"`
	HostID    string `xml:"HostId"`
}

// WriteError refuses a call of S3; the answer to a HEAD has no body.
func WriteError(w http.ResponseWriter, call *wire.Call, e *wire.Error, head bool) error {
	text, err := xml.Marshal(document{Code: e.Code, Message: e.Message, RequestID: call.RequestID, HostID: "localaws"})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/xml")
	w.Header().Set("x-amz-request-id", call.RequestID)
	w.Header().Set("x-amz-id-2", "localaws")
	w.WriteHeader(e.Status)
	if head {
		return nil
	}
	_, err = w.Write(append([]byte(xml.Header), text...))
	return err
}
