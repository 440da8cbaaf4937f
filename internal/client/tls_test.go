package client

import (
	"strings"
	"testing"
)

func TestCertificatesAreThoseOfAFolder(t *testing.T) {
	for name, files := range map[string][]string{
		"buildctl's names": {"ca.pem", "cert.pem", "key.pem"}, "Kubernetes's names": {"ca.crt", "tls.crt", "tls.key"},
	} {
		dir := t.TempDir()
		for _, file := range files {
			write(t, dir, file, "x")
		}
		if opts, err := tlsOptions("tcp://buildkitd:1234", dir); err != nil || len(opts) != 2 {
			t.Errorf("%s: %d options, %v", name, len(opts), err)
		}
	}
	if opts, err := tlsOptions("tcp://buildkitd:1234", ""); opts != nil || err != nil {
		t.Errorf("without a folder: %v, %v", opts, err)
	}
	if _, err := tlsOptions("tcp://buildkitd:1234", t.TempDir()); err == nil || !strings.Contains(err.Error(), "ca.pem nor ca.crt") {
		t.Errorf("error is %v", err)
	}
}
