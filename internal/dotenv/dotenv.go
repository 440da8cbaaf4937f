// Package dotenv reads .arg and .secret files: KEY=value lines with quotes,
// comments and ${REFERENCES} to earlier keys, as Earthly reads them. A file is
// data: nothing in it is executed.
package dotenv

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/joho/godotenv"
)

// Names of the files in a build's context.
const (
	// ArgFile holds settings.
	ArgFile = ".arg"
	// SecretFile holds secrets.
	SecretFile = ".secret"
)

// File is a file that was read.
type File struct {
	// Name is the file's.
	Name string
	// Values are its keys and values.
	Values map[string]string
	lines  map[string]int
}

// Read returns the keys and values of the named file; a file that does not exist
// has none. An error names the file and the line, and never its contents.
func Read(name string) (map[string]string, error) {
	file, err := Load(name)
	if err != nil {
		return nil, err
	}
	return file.Values, nil
}

// Load is Read for who wants to tell where a key stands.
func Load(name string) (*File, error) {
	file := &File{Name: name, Values: map[string]string{}}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return file, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	var bad int
	if file.lines, bad = keyLines(data); bad != 0 {
		return nil, &SyntaxError{File: name, Line: bad}
	}
	if file.Values, err = godotenv.UnmarshalBytes(data); err != nil {
		// The parser's own message quotes the line, which may be a secret.
		return nil, &SyntaxError{File: name}
	}
	return file, nil
}

// Misspelled says of each key that nobody reads and that is nearly a name which
// somebody does where it stands, in the file's order. nearest returns that name,
// or "" where there is none.
func (f *File) Misspelled(nearest func(key string) string) []string {
	keys := slices.SortedFunc(maps.Keys(f.lines), func(a, b string) int { return f.lines[a] - f.lines[b] })
	var found []string
	for _, key := range keys {
		if meant := nearest(key); meant != "" {
			found = append(found, fmt.Sprintf("%s:%d: nobody reads %s; did you mean %s?", f.Name, f.lines[key], key, meant))
		}
	}
	return found
}

// SyntaxError is a file with a line that is not KEY=value.
type SyntaxError struct {
	// File is the file's name.
	File string
	// Line is the line's number, from 1; 0 where it is not known.
	Line int
}

// Error names the file, the line and the form that is wanted.
func (e *SyntaxError) Error() string {
	where := e.File
	if e.Line != 0 {
		where = fmt.Sprintf("%s:%d", e.File, e.Line)
	}
	return where + " is not KEY=value; write one setting a line, with quotes around a value that holds blanks"
}
