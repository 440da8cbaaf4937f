package query

import (
	"encoding/xml"
	"net/http"

	"github.com/amikit/amikit/localaws/wire"
)

// namespaces of the services whose answers are wrapped in a Result element.
func namespace(s wire.Service) string {
	if s == wire.IAM {
		return "https://iam.amazonaws.com/doc/2010-05-08/"
	}
	return "https://sts.amazonaws.com/doc/2011-06-15/"
}

type resultEnvelope struct {
	XMLName   xml.Name
	Namespace string `xml:"xmlns,attr"`
	Result    struct {
		XMLName xml.Name
		innerXML
	}
	RequestID string `xml:"ResponseMetadata>RequestId"`
}

// WriteResult answers a call of STS or IAM.
func WriteResult(w http.ResponseWriter, call *wire.Call, body any) error {
	inner, err := members(body)
	if err != nil {
		return err
	}
	document := resultEnvelope{
		XMLName:   xml.Name{Local: call.Action + "Response"},
		Namespace: namespace(call.Service),
		RequestID: call.RequestID,
	}
	document.Result.XMLName = xml.Name{Local: call.Action + "Result"}
	document.Result.Text = inner
	resultHeader(w, call)
	return writeXML(w, http.StatusOK, document)
}

type resultError struct {
	XMLName   xml.Name `xml:"ErrorResponse"`
	Namespace string   `xml:"xmlns,attr"`
	Type      string   `xml:"Error>Type"`
	Code      string   `xml:"Error>Code"`
	Message   string   `xml:"Error>Message"`
	RequestID string   `xml:"RequestId"`
}

// WriteResultError refuses a call of STS or IAM.
func WriteResultError(w http.ResponseWriter, call *wire.Call, e *wire.Error) error {
	fault := "Sender"
	if e.Status >= http.StatusInternalServerError {
		fault = "Receiver"
	}
	resultHeader(w, call)
	return writeXML(w, e.Status, resultError{
		Namespace: namespace(call.Service),
		Type:      fault,
		Code:      e.Code,
		Message:   e.Message,
		RequestID: call.RequestID,
	})
}

func resultHeader(w http.ResponseWriter, call *wire.Call) {
	w.Header().Set("Content-Type", "text/xml")
	w.Header().Set("x-amzn-RequestId", call.RequestID)
}
