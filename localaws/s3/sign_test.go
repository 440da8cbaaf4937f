package s3

import (
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// sign signs a request whose body is not part of the signature.
func sign(t *testing.T, r *http.Request, l login) {
	t.Helper()
	const payload = "UNSIGNED-PAYLOAD"
	r.Header.Set("X-Amz-Content-Sha256", payload)
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	keys := aws.Credentials{AccessKeyID: l.accessKey, SecretAccessKey: l.secretKey, SessionToken: l.token}
	if err := signer.SignHTTP(t.Context(), keys, r, payload, "s3", l.region, time.Now()); err != nil {
		t.Fatal(err)
	}
}
