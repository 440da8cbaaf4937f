package main

import (
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/amikit/amikit/internal/awstest"
)

// far is an endpoint that only a proxy leads to: the name is in the certificates of
// test servers, and is nobody else's.
const far = "https://example.com"

// tlsAWS is the local AWS behind TLS.
func tlsAWS(t *testing.T) *httptest.Server {
	t.Helper()
	local, err := url.Parse(awstest.Endpoint())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host = local.Scheme, local.Host // the signature holds the name that the client asked for
	}})
	t.Cleanup(server.Close)
	return server
}

// bundleOf is a file with the server's certificate.
func bundleOf(t *testing.T, server *httptest.Server) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// connectProxy connects to the one server, whatever it is asked for, and counts.
func connectProxy(t *testing.T, to *httptest.Server) (address string, connected *atomic.Int64) {
	t.Helper()
	connected = &atomic.Int64{}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != "example.com:443" {
			http.Error(w, "only CONNECT", http.StatusMethodNotAllowed)
			return
		}
		connected.Add(1)
		join(w, to.Listener.Addr().String())
	}))
	t.Cleanup(proxy.Close)
	return proxy.URL, connected
}

// join hands the connection on.
func join(w http.ResponseWriter, address string) {
	there, err := net.Dial("tcp", address)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer there.Close() //nolint:errcheck // the client sees it
	w.WriteHeader(http.StatusOK)
	here, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer here.Close() //nolint:errcheck // the client sees it
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(there, here); _ = there.(*net.TCPConn).CloseWrite() })
	_, _ = io.Copy(here, there)
	_ = here.Close()
	both.Wait()
}

func TestEveryCallGoesThroughTheProxy(t *testing.T) {
	p, _, _, bucket := newProgram(t)
	server := tlsAWS(t)
	proxy, connected := connectProxy(t, server)
	p = p.with("AWS_ENDPOINT_URL="+far, "AWS_CA_BUNDLE="+bundleOf(t, server), "HTTPS_PROXY="+proxy)
	image := p.succeed("ami", "create", "--s3-bucket", bucket, "--verify", "--output=id", p.disk("by s3"))
	p.succeed("ami", "create", "--ami-name", bucket, "--output=id", p.disk("by ebs"))
	p.succeed("ami", "verify", image, p.disk("by s3"))
	p.succeed("ami", "gc", "--s3-bucket", bucket)
	if connected.Load() == 0 {
		t.Fatal("the proxy was not asked")
	}
}

func TestNO_PROXYLeadsPastTheProxy(t *testing.T) {
	p, _, _, bucket := newProgram(t)
	server := tlsAWS(t)
	proxy, connected := connectProxy(t, server)
	p = p.with("AWS_CA_BUNDLE="+bundleOf(t, server), "HTTPS_PROXY="+proxy, "NO_PROXY=.test,127.0.0.1", "AWS_ENDPOINT_URL="+server.URL)
	p.succeed("ami", "gc", "--s3-bucket", bucket)
	if connected.Load() != 0 {
		t.Fatal("the proxy was asked")
	}
}

func TestAnEndpointThatIsGivenWronglyIsNamedInOneLine(t *testing.T) {
	p, _, _, _ := newProgram(t)
	secure := tlsAWS(t)
	wantsTLS := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "The plain HTTP request was sent to HTTPS port", http.StatusBadRequest)
	}))
	t.Cleanup(wantsTLS.Close)
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	t.Cleanup(refusing.Close)
	disk := p.disk("a disk")
	plain := strings.Replace(awstest.Endpoint(), "http:", "https:", 1)
	for name, c := range map[string]struct {
		env  []string
		says []string
	}{
		"http as https":                 {[]string{"AWS_ENDPOINT_URL=" + plain}, []string{plain, "speaks plain HTTP; give the endpoint as " + awstest.Endpoint()}},
		"https as http":                 {[]string{"AWS_ENDPOINT_URL=" + wantsTLS.URL}, []string{wantsTLS.URL, "give the endpoint as https://"}},
		"a certificate of somebody":     {[]string{"AWS_ENDPOINT_URL=" + secure.URL}, []string{secure.URL, "not trusted", "AWS_CA_BUNDLE"}},
		"a CA bundle that is not there": {[]string{"AWS_CA_BUNDLE=/nowhere/ca.pem"}, []string{"/nowhere/ca.pem", "AWS_CA_BUNDLE"}},
		"a proxy that refuses":          {[]string{"AWS_ENDPOINT_URL=" + far, "HTTPS_PROXY=" + strings.Replace(refusing.URL, "//", "//user:canary@", 1)}, []string{far, refusing.Listener.Addr().String(), "407 Proxy Authentication Required", "HTTPS_PROXY"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, words := range [][]string{{"ami", "gc"}, {"ami", "create", disk}} {
				said := p.with(c.env...).fail(words...)
				for _, want := range c.says {
					if !strings.Contains(said, want) || strings.Contains(said, "canary") {
						t.Errorf("%q says %q, and not %q", words, said, want)
					}
				}
			}
		})
	}
}
