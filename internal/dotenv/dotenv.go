// Package dotenv reads .arg and .secret files: KEY=value lines with quotes,
// comments and ${REFERENCES} to earlier keys, as Earthly reads them. A file is
// data: nothing in it is executed.
package dotenv

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/joho/godotenv"
)

// Names of the files in a build's context.
const (
	// ArgFile holds settings.
	ArgFile = ".arg"
	// SecretFile holds secrets.
	SecretFile = ".secret"
)

// Read returns the keys and values of the named file; a file that does not exist
// has none. An error names the file and never its contents.
func Read(name string) (map[string]string, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	values, err := godotenv.UnmarshalBytes(data)
	if err != nil {
		// The parser's own message quotes the line, which may be a secret.
		return nil, &SyntaxError{File: name}
	}
	return values, nil
}

// SyntaxError is a file with a line that is not KEY=value.
type SyntaxError struct {
	// File is the file's name.
	File string
}

// Error names the file and the form that is wanted.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s has a line that is not KEY=value; write one setting a line, with quotes around a value that holds blanks", e.File)
}
