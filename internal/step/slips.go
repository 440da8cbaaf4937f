package step

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// WriteSlips prints the names of the files in a folder, such as [Slips], as JSON.
// It opens none of them. An empty one is left out, as an empty secret is none.
func WriteSlips(w io.Writer, folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look for secrets of other names: %w", err)
	}
	names := []string{}
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && info.Size() > 0 {
			names = append(names, entry.Name())
		}
	}
	return json.NewEncoder(w).Encode(names)
}

// ReadSlips parses what [WriteSlips] printed.
func ReadSlips(data []byte) ([]string, error) {
	var names []string
	if err := json.Unmarshal(data, &names); err != nil {
		return nil, fmt.Errorf("parse the answer about secrets of other names: %w", err)
	}
	return names, nil
}
