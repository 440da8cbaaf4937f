package frontend

import (
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/option"
)

func TestTheVariableStoreIsAFileOfTheContextOrItsText(t *testing.T) {
	long := strings.Repeat("QUJD", 100)
	for given, c := range map[string]struct {
		want  string
		loads bool
	}{
		"":                 {"", false},
		"keys/store.aws":   {"QUJD", true},
		"/keys/store.aws":  {"QUJD", true},
		"keys/no-such-one": {"keys/no-such-one", true},
		"QUJD":             {"QUJD", true},
		long:               {long, false},
		"keys/*":           {"keys/*", false},
	} {
		g := diskGateway()
		g.files["load "+UEFIDataContext] = map[string]string{"keys/store.aws": "QUJD\n"}
		if given != "" {
			g.opts["build-arg:UEFI_DATA"] = given
		}
		r := g.request(t)
		if err := r.loadUEFIData(t.Context()); err != nil || r.setting(option.UEFIData) != c.want {
			t.Errorf("%.20q gives %.20q (%v)", given, r.setting(option.UEFIData), err)
		}
		if loads := len(g.solved) > 0; loads != c.loads {
			t.Errorf("%.20q: it solved %q", given, g.solved)
		}
	}
}
