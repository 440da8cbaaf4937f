// Package amicmd is what the `ami` verbs do behind their flags: settings and
// credentials in, calls to package ami, results out. Results go to stdout,
// everything for people to stderr.
package amicmd

import (
	"io"

	"github.com/amikit/amikit/internal/dotenv"
	"github.com/amikit/amikit/internal/option"
)

// Environment is what a verb takes from the program that runs it.
type Environment struct {
	// Getenv reads an environment variable.
	Getenv func(string) string
	// Stdout takes the result, Stderr the log.
	Stdout, Stderr io.Writer
	// ArgFile is the file of settings; empty for none.
	ArgFile string
	// Secrets is the folder of secrets that are mounted as files.
	Secrets string
	// CacheDir is the folder for what later runs need not ask AWS again; empty for none.
	CacheDir string
	// Version of the program.
	Version string
}

// settings resolves the table: flag, environment, .arg, default. The warnings are
// about keys of .arg that are mistyped.
func (e Environment) settings(flags func(string) string) (values option.Values, warnings []string, err error) {
	arg := &dotenv.File{}
	if e.ArgFile != "" {
		if arg, err = dotenv.Load(e.ArgFile); err != nil {
			return nil, nil, err
		}
	}
	values = option.Resolve(flags, e.Getenv, func(name string) string { return arg.Values[name] })
	return values, arg.Misspelled(option.Nearest), nil
}
