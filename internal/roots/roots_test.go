package roots

import (
	"crypto/x509"
	"os"
	"testing"
)

func TestAMachineWithoutRootsTrustsTheEmbeddedOnes(t *testing.T) {
	t.Setenv("SSL_CERT_FILE", os.DevNull)
	t.Setenv("SSL_CERT_DIR", t.TempDir())
	Trust()
	Trust() // as every connection does
	trusted, err := x509.SystemCertPool()
	if err != nil {
		t.Fatal(err)
	}
	if trusted.Equal(x509.NewCertPool()) || !trusted.Equal(pool()) {
		t.Fatal("the roots are not the embedded ones")
	}
}
