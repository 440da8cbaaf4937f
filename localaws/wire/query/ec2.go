package query

import (
	"encoding/xml"
	"net/http"

	"github.com/amikit/amikit/localaws/wire"
)

const ec2Namespace = "http://ec2.amazonaws.com/doc/2016-11-15/"

type ec2Envelope struct {
	XMLName   xml.Name
	Namespace string `xml:"xmlns,attr"`
	RequestID string `xml:"requestId"`
	innerXML
}

// WriteEC2 answers a call of EC2: the request's ID first, then the members.
func WriteEC2(w http.ResponseWriter, call *wire.Call, body any) error {
	inner, err := members(body)
	if err != nil {
		return err
	}
	ec2Header(w, call)
	return writeXML(w, http.StatusOK, ec2Envelope{
		XMLName:   xml.Name{Local: call.Action + "Response"},
		Namespace: ec2Namespace,
		RequestID: call.RequestID,
		innerXML:  innerXML{inner},
	})
}

type ec2Errors struct {
	XMLName   xml.Name   `xml:"Response"`
	Errors    []ec2Error `xml:"Errors>Error"`
	RequestID string
}

type ec2Error struct {
	Code    string
	Message string
}

// WriteEC2Error refuses a call of EC2. EC2 closes the connection then.
func WriteEC2Error(w http.ResponseWriter, call *wire.Call, e *wire.Error) error {
	ec2Header(w, call)
	w.Header().Set("Connection", "close")
	return writeXML(w, e.Status, ec2Errors{
		Errors:    []ec2Error{{Code: e.Code, Message: e.Message}},
		RequestID: call.RequestID,
	})
}

func ec2Header(w http.ResponseWriter, call *wire.Call) {
	w.Header().Set("Content-Type", "text/xml;charset=UTF-8")
	w.Header().Set("Server", "AmazonEC2")
	w.Header().Set("x-amzn-RequestId", call.RequestID)
}

func writeXML(w http.ResponseWriter, status int, document any) error {
	text, err := xml.Marshal(document)
	if err != nil {
		return err
	}
	w.WriteHeader(status)
	_, err = w.Write(append([]byte(xml.Header), text...))
	return err
}
