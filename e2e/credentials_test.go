//go:build e2e

package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/amikit/amikit/e2e/harness"
)

// lifetime is that of each lent key: a little more than the ten seconds before
// whose begin a step renews it.
const lifetime = 12 * time.Second

// lender is the program behind a profile: it gives a new key of the account each
// time that it is asked.
type lender struct {
	t       *testing.T
	account harness.Account
	url     string

	mu    sync.Mutex
	keys  []string
	ended time.Time // of the first key
}

func lend(t *testing.T, a harness.Account) *lender {
	t.Helper()
	l := &lender{t: t, account: a}
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	l.url = server.URL
	return l
}

// ServeHTTP answers as a credential_process prints. Once the first key is over
// it lets imports end, so that a build can only pass with a later key.
func (l *lender) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if len(l.keys) == 0 {
		l.ended = now.Add(lifetime)
	}
	if now.After(l.ended) {
		l.admin(r, "PUT", "durations", map[string]string{"import": "0s"})
	}
	key := fmt.Sprintf("ASIA%sN%05d", l.account.ID, len(l.keys))
	l.keys = append(l.keys, key)
	l.admin(r, "POST", "credentials", map[string]any{
		"accessKey": key, "secretKey": l.account.SecretKey, "sessionToken": "e2e-token-canary-" + key,
		"accountId": l.account.ID, "expires": now.Add(lifetime),
	})
	_, _ = fmt.Fprintf(w, `{"Version": 1, "AccessKeyId": %q, "SecretAccessKey": %q, "SessionToken": "e2e-token-canary-%s", "Expiration": %q}`,
		key, l.account.SecretKey, key, now.Add(lifetime).UTC().Format(time.RFC3339))
}

func (l *lender) admin(r *http.Request, method, path string, body any) {
	if _, err := suite.AWS.Admin(r.Context(), method, path, body); err != nil {
		l.t.Error(err)
	}
}

// withProfile gives the client a profile named e2e and nothing else of AWS's.
func withProfile(t *testing.T, b harness.Build, lines string) harness.Build {
	t.Helper()
	dir := t.TempDir()
	b.Secrets, b.Extra = nil, []string{"--aws-profile", "e2e"}
	b.Env = []string{
		"AWS_CONFIG_FILE=" + write(t, dir, "config", "[profile e2e]\n"+lines+"\n"),
		"AWS_SHARED_CREDENTIALS_FILE=" + dir + "/none",
	}
	return b
}

// usedKeys are the access keys of all calls of an account's test.
func usedKeys(t *testing.T, prefix string) []string {
	t.Helper()
	var keys []string
	for _, c := range calls(t) {
		if strings.HasPrefix(c.AccessKey, prefix) && !slices.Contains(keys, c.AccessKey) {
			keys = append(keys, c.AccessKey)
		}
	}
	return keys
}

func TestABuildOutlivesItsFirstKeys(t *testing.T) {
	a := newAccount(t)
	l := lend(t, a)
	steer(t, "PUT", "durations", map[string]string{"import": "1h"})
	b := withProfile(t, publish(t, a), "credential_process = curl -sf "+l.url)
	build(t, harness.Amikit, b)
	if state := state(t, a, image(t, b.Output).ImageID); state != "available" {
		t.Errorf("the image is %s", state)
	}
	if used := usedKeys(t, "ASIA"+a.ID); len(used) < 2 {
		t.Errorf("AWS was called with %q of the lent %q", used, l.keys)
	}
}

func TestALongLivedKeyStaysWithTheClient(t *testing.T) {
	a := newAccount(t)
	b := withProfile(t, publish(t, a), "aws_access_key_id = "+a.AccessKey+"\naws_secret_access_key = "+a.SecretKey)
	steer(t, "DELETE", "requests", nil)
	build(t, harness.Amikit, b)
	image(t, b.Output)
	for _, c := range calls(t) {
		if c.AccessKey == a.AccessKey && c.Action != "GetSessionToken" {
			t.Errorf("%s was called with the long-lived key", c.Action)
		}
	}
}
