package client

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// ConnectError is a daemon that does not answer.
type ConnectError struct {
	// Host is its address.
	Host string
	// Err is why.
	Err error
}

// Error names the address, why nobody answers there, and the variable for
// another one, in one line.
func (e *ConnectError) Error() string {
	return fmt.Sprintf("no BuildKit daemon answers at %s: %s; start buildkitd, or name another one in BUILDKIT_HOST", e.Host, reason(e.Err.Error()))
}

// Unwrap returns why the daemon does not answer.
func (e *ConnectError) Unwrap() error { return e.Err }

// What BuildKit's client and Docker's connections write: gRPC quotes the reason
// at the end, and no type of error is left of it.
var (
	quoted   = regexp.MustCompile(`(?s)connection error: desc = (".*")$`)
	absent   = regexp.MustCompile(`exec: "(.*)": executable file not found`)
	ended    = regexp.MustCompile(`(?s)command \[(.*?)\] has exited with (exit status \d+).*?stderr=(.*)`)
	wantsTLS = "error reading server preface: EOF"
)

// reason is the part of such a text that tells a person something.
func reason(text string) string {
	if m := quoted.FindStringSubmatch(text); m != nil {
		if plain, err := strconv.Unquote(m[1]); err == nil {
			text = strings.TrimPrefix(plain, "transport: Error while dialing: ")
		}
	}
	if m := absent.FindStringSubmatch(text); m != nil {
		return m[1] + " is not on PATH, and such an address needs it"
	}
	if m := ended.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("%q ended with %s: %s", m[1], m[2], lastLine(m[3]))
	}
	if text == wantsTLS {
		return "it ends the connection, as a daemon does that wants TLS (--tlsdir)"
	}
	return text
}

// lastLine is where programs say why they end.
func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return strings.TrimSpace(text[strings.LastIndex(text, "\n")+1:])
}
