package answer_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/answer"
)

func TestEachServiceHasItsOwnForm(t *testing.T) {
	tests := map[wire.Service]string{
		wire.EC2: "<Response><Errors>",
		wire.EBS: `{"Message":"m"}`,
		wire.S3:  "<Error><Code>C</Code>",
		wire.STS: "<ErrorResponse",
		wire.IAM: "https://iam.amazonaws.com/doc/2010-05-08/",
	}
	for service, want := range tests {
		t.Run(string(service), func(t *testing.T) {
			if got := refuse(t, http.MethodGet, service, wire.Refuse("C", "m")); !strings.Contains(got, want) {
				t.Errorf("answer is %s", got)
			}
		})
	}
}

func TestHeadHasNoBody(t *testing.T) {
	if got := refuse(t, http.MethodHead, wire.S3, wire.Refuse("C", "m")); got != "" {
		t.Errorf("body is %s", got)
	}
}

func TestOwnFailureIsAnInternalError(t *testing.T) {
	if got := refuse(t, http.MethodGet, wire.EC2, errors.New("disk full")); !strings.Contains(got, "InternalError") {
		t.Errorf("answer is %s", got)
	}
}

func refuse(t *testing.T, method string, service wire.Service, refusal error) string {
	t.Helper()
	r := httptest.NewRequestWithContext(wire.WithCall(t.Context(), &wire.Call{Service: service}), method, "/", nil)
	w := httptest.NewRecorder()
	if err := answer.Error(w, r, refusal); err != nil {
		t.Fatal(err)
	}
	return w.Body.String()
}
