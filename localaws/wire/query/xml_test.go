package query_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

func TestEC2AnswerHasItsIDFirstAndKeepsEmptyLists(t *testing.T) {
	w := httptest.NewRecorder()
	body := struct {
		Images query.Set[string] `xml:"imagesSet"`
		Token  string            `xml:"nextToken,omitempty"`
	}{}
	if err := query.WriteEC2(w, &wire.Call{Action: "DescribeImages", RequestID: "id"}, body); err != nil {
		t.Fatal(err)
	}
	want := `<DescribeImagesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">` +
		`<requestId>id</requestId><imagesSet></imagesSet></DescribeImagesResponse>`
	if got := w.Body.String(); !strings.HasSuffix(got, want) {
		t.Errorf("answer is %s", got)
	}
	if got := w.Header().Get("x-amzn-RequestId"); got != "id" {
		t.Errorf("header is %q", got)
	}
}

func TestErrorForms(t *testing.T) {
	tests := map[string]struct {
		service wire.Service
		want    string
	}{
		"EC2 has no namespace and RequestID in capitals": {
			wire.EC2,
			`<Response><Errors><Error><Code>C</Code><Message>m</Message></Error></Errors>` +
				`<RequestID>id</RequestID></Response>`,
		},
		"STS has a type and a namespace": {
			wire.STS,
			`<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>` +
				`<Code>C</Code><Message>m</Message></Error><RequestId>id</RequestId></ErrorResponse>`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			write := query.WriteResultError
			if test.service == wire.EC2 {
				write = query.WriteEC2Error
			}
			call := &wire.Call{Service: test.service, RequestID: "id"}
			if err := write(w, call, wire.Refuse("C", "m")); err != nil {
				t.Fatal(err)
			}
			if got := w.Body.String(); !strings.HasSuffix(got, test.want) {
				t.Errorf("error is %s", got)
			}
		})
	}
}
