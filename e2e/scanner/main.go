// Command scanner is the smallest generator of BuildKit's SBOM protocol: one
// package for each file that a root filesystem holds.
package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

func main() {
	if err := scan(os.Getenv("BUILDKIT_SCAN_SOURCE"), os.Getenv("BUILDKIT_SCAN_DESTINATION")); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// scan writes NAME.spdx.json, an in-toto statement without a subject, for the root filesystem of that name.
func scan(source, destination string) error {
	type item struct {
		Name string `json:"name"`
		ID   string `json:"SPDXID"`
	}
	document := struct {
		Version  string `json:"spdxVersion"`
		ID       string `json:"SPDXID"`
		Name     string `json:"name"`
		Packages []item `json:"packages"`
	}{Version: "SPDX-2.3", ID: "SPDXRef-DOCUMENT", Name: filepath.Base(source)}
	err := fs.WalkDir(os.DirFS(source), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			document.Packages = append(document.Packages, item{path, fmt.Sprintf("SPDXRef-%d", len(document.Packages))})
		}
		return err
	})
	if err != nil {
		return err
	}
	data, err := json.Marshal(map[string]any{
		"_type": "https://in-toto.io/Statement/v0.1", "predicateType": "https://spdx.dev/Document", "predicate": document,
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(destination, document.Name+".spdx.json"), data, 0o600)
}
