package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// start runs the program in this process and gives back its address and what
// ends it.
func start(t *testing.T, args ...string) (address string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, append(args, "--listen", "127.0.0.1:0"), write, io.Discard) }()
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if !ok {
		t.Fatalf("first line is %q", line)
	}
	return address, func() error { cancel(); return <-ended }
}

func health(t *testing.T, client *http.Client, url string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/_localaws/health", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		t.Errorf("status is %s", response.Status)
	}
}

func TestItServesUntilItIsToldToEnd(t *testing.T) {
	address, stop := start(t, "--data", t.TempDir())
	health(t, http.DefaultClient, "http://"+address)
	http.DefaultClient.CloseIdleConnections()
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestItSpeaksHTTPSWithItsOwnCertificate(t *testing.T) {
	dir := t.TempDir()
	address, stop := start(t, "--data", dir, "--tls")
	pem, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true}
	health(t, &http.Client{Transport: transport}, "https://"+address)
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestCommandLinesThatAreRefused(t *testing.T) {
	tests := map[string]struct {
		args []string
		want string
	}{
		"no folder":      {nil, "--data DIR"},
		"a stray word":   {[]string{"--data", t.TempDir(), "word"}, "--data DIR"},
		"no such file":   {[]string{"--data", t.TempDir(), "--credentials", "/no/such/file"}, "/no/such/file"},
		"a bad account":  {[]string{"--data", t.TempDir(), "--account", "12"}, "12 digits"},
		"a bad address":  {[]string{"--data", t.TempDir(), "--listen", "nowhere"}, "nowhere"},
		"a bad duration": {[]string{"--data", t.TempDir(), "--import-duration", "long"}, "import-duration"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := run(t.Context(), test.args, io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v", err)
			}
		})
	}
}
