package restjson_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/restjson"
)

func TestErrorForms(t *testing.T) {
	tests := map[string]struct {
		err  *wire.Error
		want string
	}{
		"the service's own has a capital Message and a Reason": {
			&wire.Error{Status: 400, Code: "ValidationException", Message: "m", Reason: "R"},
			`{"Message":"m","Reason":"R"}`,
		},
		"the framework's has a small message and no reason": {
			&wire.Error{Status: 400, Code: "ValidationException", Message: "m", Framework: true},
			`{"message":"m"}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			if err := restjson.WriteError(w, &wire.Call{}, test.err); err != nil {
				t.Fatal(err)
			}
			if got := w.Body.String(); got != test.want {
				t.Errorf("body is %s", got)
			}
			if got := w.Header().Get("x-amzn-ErrorType"); !strings.HasPrefix(got, "ValidationException:") {
				t.Errorf("type is %q", got)
			}
		})
	}
}

func TestTimesAreFloatsInExponentForm(t *testing.T) {
	text, err := json.Marshal(restjson.EpochSeconds(time.UnixMilli(1790337440328)))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(text); got != "1.790337440328E9" {
		t.Errorf("time is %s", got)
	}
}
