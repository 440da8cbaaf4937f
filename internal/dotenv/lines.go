package dotenv

import (
	"bytes"
	"strings"

	"github.com/joho/godotenv"
)

// keyLines returns the line of each key, or the first line that is no statement.
// The parser tells neither, so it gets one statement at a time: as many lines as
// it takes until the quotes are closed.
func keyLines(data []byte) (lines map[string]int, bad int) {
	lines = map[string]int{}
	rest := bytes.SplitAfter(data, []byte("\n"))
	for at := 1; len(rest) > 0; {
		keys, taken := statement(rest)
		if taken == 0 {
			return nil, at
		}
		for key := range keys {
			lines[key] = at
		}
		at, rest = at+taken, rest[taken:]
	}
	return lines, 0
}

// statement parses the first lines and returns how many there are in it; 0 where
// they are none.
func statement(lines [][]byte) (keys map[string]string, taken int) {
	var text []byte
	for i, line := range lines {
		text = append(text, line...)
		keys, err := godotenv.UnmarshalBytes(text)
		if err == nil {
			if _, nameless := keys[""]; nameless {
				return nil, 0
			}
			return keys, i + 1
		}
		if !strings.HasPrefix(err.Error(), "unterminated quoted value") {
			return nil, 0
		}
	}
	return nil, 0
}
