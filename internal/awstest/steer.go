package awstest

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// account is the one that tests are, as localaws numbers it.
const account = "123456789012"

// Steer sends a request to the local AWS's own controls (localaws/README.md, "Steer
// it") and returns the answer.
func Steer(t testing.TB, method, path string, body any) []byte {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, Endpoint()+"/_localaws/"+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(response.Body)
	if closeErr := response.Body.Close(); err != nil || closeErr != nil || response.StatusCode >= http.StatusBadRequest {
		t.Fatalf("%s %s: %s %s %v %v", method, path, response.Status, answer, err, closeErr)
	}
	return answer
}

// NewAccount makes an account of the test's own with one access key, and returns
// the key and a configuration with it.
func NewAccount(t testing.TB) (key string, cfg aws.Config) {
	t.Helper()
	number := fmt.Sprintf("%012d", 2e11+mathrand.Int64N(7e11))
	return newKey(t, number)
}

// KeyOf makes an access key of an account that may do nothing but the actions, and
// returns a configuration with it.
func KeyOf(t testing.TB, account string, allowed ...string) aws.Config {
	t.Helper()
	_, cfg := newKey(t, account, allowed...)
	return cfg
}

// NewKey makes an access key of the account that tests are, so that faults and
// denials can strike one test's calls alone, and returns a configuration with it.
func NewKey(t testing.TB) (key string, cfg aws.Config) {
	t.Helper()
	return newKey(t, account)
}

func newKey(t testing.TB, account string, allowed ...string) (key string, cfg aws.Config) {
	t.Helper()
	key = "AKIA" + rand.Text()[:16]
	Steer(t, http.MethodPost, "credentials", map[string]any{
		"accessKey": key, "secretKey": SecretAccessKey, "accountId": account, "user": "localaws", "allowed": allowed,
	})
	cfg = Config(t)
	cfg.Credentials = credentials.NewStaticCredentialsProvider(key, SecretAccessKey, "")
	return key, cfg
}
