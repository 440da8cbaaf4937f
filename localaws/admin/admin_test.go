package admin_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/amikit/amikit/localaws/admin"
	"github.com/amikit/amikit/localaws/fault"
	"github.com/amikit/amikit/localaws/iam"
	"github.com/amikit/amikit/localaws/identity"
	"github.com/amikit/amikit/localaws/imports"
	"github.com/amikit/amikit/localaws/journal"
	"github.com/amikit/amikit/localaws/policy"
	"github.com/amikit/amikit/localaws/settings"
	"github.com/amikit/amikit/localaws/timing"
)

func controls(t *testing.T) *admin.Controls {
	t.Helper()
	clock := timing.NewClock(timing.Defaults())
	book, err := identity.NewBook(clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	return &admin.Controls{
		Clock: clock, Book: book, Policy: &policy.Policy{OfKey: book.Denied}, Faults: &fault.Engine{Now: clock.Now},
		Journal: &journal.Journal{}, Roles: iam.NewRoles(clock.Now, "111111111111"), Settings: &settings.Settings{},
		Imports: &imports.Failures{},
	}
}

func do(t *testing.T, c *admin.Controls, method, path, body string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), method, admin.Path+path, strings.NewReader(body))
	admin.Handler(c).ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func TestRequestsThatAreRefused(t *testing.T) {
	tests := map[string]struct {
		method, path, body string
		status             int
		want               string
	}{
		"an unknown path":         {"GET", "nothing", "", 404, ""},
		"a misspelt member":       {"POST", "faults", `{"acton":"*"}`, 400, "acton"},
		"an unknown kind":         {"POST", "faults", `{"action":"*","kind":"explode"}`, 400, "explode"},
		"a denial of nothing":     {"POST", "denials", `{}`, 400, "action"},
		"a failure without words": {"POST", "import-failures", `{}`, 400, "message"},
		"an unknown duration":     {"PUT", "durations", `{"imprt":"1s"}`, 400, "imprt"},
		"a bad duration":          {"PUT", "durations", `{"import":"long"}`, 400, "import"},
		"back in time":            {"POST", "clock", `{"advance":"-1h"}`, 400, "-1h"},
		"a key without a secret":  {"POST", "credentials", `{"accessKey":"a","accountId":"111111111111"}`, 400, "secretKey"},
		"blinding an unknown":     {"POST", "accounts/1/roles/none/blind", "", 400, "none"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			status, text := do(t, controls(t), test.method, test.path, test.body)
			if status != test.status || !strings.Contains(text, test.want) {
				t.Errorf("%d %s", status, text)
			}
		})
	}
}

func TestDurationsThatAreNotNamedStay(t *testing.T) {
	c := controls(t)
	status, text := do(t, c, http.MethodPut, "durations", `{"import":"5m"}`)
	if d := c.Clock.Durations(); status != 200 || d.Import != 5*time.Minute || d.Image != timing.Defaults().Image {
		t.Errorf("%d %s", status, text)
	}
}

func TestABlindRoleReadsNothing(t *testing.T) {
	c := controls(t)
	if status, text := do(t, c, http.MethodPost, "accounts/111111111111/roles/vmimport/blind", ""); status != 204 {
		t.Fatalf("%d %s", status, text)
	}
	role, _ := c.Roles.Get("111111111111", "vmimport")
	if role.Allows("s3:GetObject", "arn:aws:s3:::b/k") || !role.Allows("ec2:CopySnapshot", "*") || !role.Trusts("vmie.amazonaws.com") {
		t.Errorf("role is %+v", role)
	}
}

func TestANewAccountGetsItsImportRole(t *testing.T) {
	c := controls(t)
	body := `{"accessKey":"a","secretKey":"s","accountId":"333333333333"}`
	if status, text := do(t, c, http.MethodPost, "credentials", body); status != 204 {
		t.Fatalf("%d %s", status, text)
	}
	if _, ok := c.Roles.Get("333333333333", "vmimport"); !ok {
		t.Error("no role")
	}
	if account, ok := c.Book.Account("a"); !ok || account.ID != "333333333333" {
		t.Error("no key")
	}
}

func TestFaultsAndDenialsAreListedAndCleared(t *testing.T) {
	c := controls(t)
	for path, body := range map[string]string{
		"faults": `{"action":"ec2:X","kind":"cut"}`, "denials": `{"action":"ec2:X"}`,
	} {
		do(t, c, http.MethodPost, path, body)
		if _, text := do(t, c, http.MethodGet, path, ""); !strings.Contains(text, "ec2:X") {
			t.Errorf("%s are %s", path, text)
		}
		do(t, c, http.MethodDelete, path, "")
		if _, text := do(t, c, http.MethodGet, path, ""); strings.Contains(text, "ec2:X") {
			t.Errorf("%s are still %s", path, text)
		}
	}
}
