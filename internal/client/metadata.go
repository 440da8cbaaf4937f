package client

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
)

// writeMetadata writes the exporter's response as buildx does: a value that is
// the base64 of a JSON object becomes that object.
func writeMetadata(file string, response map[string]string) error {
	if file == "" {
		return nil
	}
	metadata := map[string]any{}
	for key, value := range response {
		metadata[key] = decodeMetadata(value)
	}
	data, err := json.MarshalIndent(metadata, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the metadata: %w", err)
	}
	if err := os.WriteFile(file, append(data, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the metadata: %w", err)
	}
	return nil
}

func decodeMetadata(value string) any {
	data, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return value
	}
	var object map[string]any
	if err := json.Unmarshal(data, &object); err != nil || len(object) == 0 {
		return value
	}
	return json.RawMessage(data)
}
