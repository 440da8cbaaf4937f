package awsconfig

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/endpointcreds"
)

// forwardedWindow is how long before their end forwarded keys are renewed: long
// enough for a request to arrive that is signed with them.
const forwardedWindow = 10 * time.Second

// forwardedPath is the only path of the socket's HTTP server.
const forwardedPath = "/credentials"

// answerOf is the answer of a container's credentials endpoint, which the SDK
// has a client for. A failure has a code and a message in their place.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
type answerOf struct {
	AccessKeyID     string     `json:"AccessKeyId,omitempty"`
	SecretAccessKey string     `json:"SecretAccessKey,omitempty"`
	Token           string     `json:"Token,omitempty"`
	Expiration      *time.Time `json:"Expiration,omitempty"`
	Code            string     `json:"code,omitempty"`
	Message         string     `json:"message,omitempty"`
}

// Forward answers each request with keys that are valid at that moment, for the
// socket that a build forwards.
func Forward(provider aws.CredentialsProvider) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+forwardedPath, func(w http.ResponseWriter, r *http.Request) {
		keys, err := provider.Retrieve(r.Context())
		answer := answerOf{AccessKeyID: keys.AccessKeyID, SecretAccessKey: keys.SecretAccessKey, Token: keys.SessionToken}
		if keys.CanExpire {
			answer.Expiration = &keys.Expires
		}
		w.Header().Set("Content-Type", "application/json")
		if err != nil {
			answer = answerOf{Code: "NoCredentials", Message: safeText(err)}
			w.WriteHeader(http.StatusBadRequest) // a client's error: the SDK does not ask again
		}
		_ = json.NewEncoder(w).Encode(answer) // the step is gone where this fails
	})
	return mux
}

// forwarded asks the socket for keys.
func forwarded(socket string) aws.CredentialsProvider {
	var dialer net.Dialer
	transport := &http.Transport{
		DisableKeepAlives: true, // the forwarded stream is a connection of its own
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, "unix", socket)
		},
	}
	provider := endpointcreds.New("http://client"+forwardedPath, func(o *endpointcreds.Options) {
		o.HTTPClient = &http.Client{Transport: transport}
	})
	return aws.NewCredentialsCache(provider, func(o *aws.CredentialsCacheOptions) { o.ExpiryWindow = forwardedWindow })
}
