package client

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// errNoTerminal is a question that nobody can answer.
var errNoTerminal = errors.New("a code is wanted and there is no terminal to ask for it; run this in a terminal, or give keys from `amikit credentials`, made there, as secrets")

// AskOn returns what asks a person on a terminal, for an answer that is not shown.
func AskOn(in *os.File, out io.Writer) func(question string) (string, error) {
	return func(question string) (string, error) {
		if !term.IsTerminal(int(in.Fd())) {
			return "", errNoTerminal
		}
		_, _ = fmt.Fprint(out, question)
		answer, err := term.ReadPassword(int(in.Fd()))
		_, _ = fmt.Fprintln(out)
		if err != nil {
			return "", fmt.Errorf("read the answer: %w", err)
		}
		return strings.TrimSpace(string(answer)), nil
	}
}
