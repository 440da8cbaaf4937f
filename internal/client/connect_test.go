package client

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// unreachable is the message of a build whose daemon is at an address.
func unreachable(t *testing.T, host string) string {
	t.Helper()
	err := Build(t.Context(), Options{Context: t.TempDir(), Host: host}, noEnvironment())
	if err == nil || strings.Contains(err.Error(), "\n") {
		t.Fatalf("error is %v", err)
	}
	return err.Error()
}

func TestADaemonThatDoesNotAnswerIsNamed(t *testing.T) {
	host := "unix://" + t.TempDir() + "/none.sock"
	err := Build(t.Context(), Options{Context: t.TempDir(), Host: host}, noEnvironment())
	var refused *ConnectError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), host) || !strings.Contains(err.Error(), "BUILDKIT_HOST") {
		t.Fatalf("error is %v", err)
	}
}

// helpers are addresses, the program that each needs, and what it is told.
var helpers = map[string][2]string{
	"ssh://ann@build.example.com":                    {"ssh", "-l ann -- build.example.com buildctl dial-stdio"},
	"docker-container://buildkitd":                   {"docker", "exec -i buildkitd buildctl dial-stdio"},
	"podman-container://buildkitd":                   {"podman", "exec -i buildkitd buildctl dial-stdio"},
	"nerdctl-container://buildkitd":                  {"nerdctl", "exec -i buildkitd buildctl dial-stdio"},
	"kube-pod://pod?namespace=ns&container=c":        {"kubectl", "--context= --namespace=ns exec --container=c -i pod -- buildctl dial-stdio"},
	"buildx://mine":                                  {"docker", "buildx dial-stdio --progress quiet --builder mine"},
	"kube-pod://pod?namespace=ns&context=production": {"kubectl", "--context=production --namespace=ns exec --container= -i pod -- buildctl dial-stdio"},
}

func TestAnAddressReachesItsOwnProgram(t *testing.T) {
	for host, want := range helpers {
		t.Run(host, func(t *testing.T) {
			dir := t.TempDir()
			program := filepath.Join(dir, want[0])
			// It reads the begin of HTTP/2 first, as the write of that must not fail.
			script := "#!/bin/sh\necho \"$@\" > '" + dir + "/told'\nPATH=/usr/bin:/bin head -c 33 > /dev/null\necho first >&2\necho no such thing >&2\nexit 7\n"
			if err := os.WriteFile(program, []byte(script), 0o755); err != nil {
				t.Fatal(err)
			}
			t.Setenv("PATH", dir)
			message := unreachable(t, host)
			for _, word := range []string{host, want[0] + " " + want[1], "ended with exit status 7: no such thing", "BUILDKIT_HOST"} {
				if !strings.Contains(message, word) {
					t.Errorf("%q is not in %s", word, message)
				}
			}
			if strings.Contains(message, "first") || strings.Contains(message, "Docker 18.09") {
				t.Errorf("the message is %s", message)
			}
			if told, err := os.ReadFile(dir + "/told"); err != nil || string(told) != want[1]+"\n" {
				t.Errorf("the program was told %q, %v", told, err)
			}
		})
	}
}

func TestAProgramThatAnAddressNeedsIsNamed(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for host, want := range helpers {
		message := unreachable(t, host)
		if !strings.Contains(message, want[0]) || !strings.Contains(message, "on PATH") {
			t.Errorf("%s: %s", host, message)
		}
	}
}

func TestAnAddressOfNoKindIsRefused(t *testing.T) {
	for _, host := range []string{"docker://buildkitd", "/run/buildkit/buildkitd.sock", "localhost:1234"} {
		if message := unreachable(t, host); !strings.Contains(message, host) || !strings.Contains(message, "docker-container://") {
			t.Errorf("the message is %s", message)
		}
	}
}

// TestADaemonThatWantsTLSIsToldFromNone listens as such a daemon does: it ends a
// connection that does not begin as TLS.
func TestADaemonThatWantsTLSIsToldFromNone(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_ = c.(*net.TCPConn).CloseWrite() // all of it is read, or the connection would be reset
			_, _ = io.Copy(io.Discard, c)
			_ = c.Close()
		}
	}()
	if message := unreachable(t, "tcp://"+l.Addr().String()); !strings.Contains(message, "--tlsdir") {
		t.Errorf("the message is %s", message)
	}
}
