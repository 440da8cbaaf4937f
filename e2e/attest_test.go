//go:build e2e

package e2e

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// scannerImage pushes an image of an SBOM scanner.
func scannerImage(t *testing.T) string {
	t.Helper()
	dir, ref := t.TempDir(), suite.Registry.Address+"/scanner:e2e"
	command := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(dir, "scanner"), "./scanner")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	write(t, dir, "Dockerfile", "FROM scratch\nCOPY scanner /\nENTRYPOINT [\"/scanner\"]\n")
	b := harness.Build{Context: dir, Extra: []string{"--output", "type=image,push=true,name=" + ref}}
	build(t, harness.Gateway, b)
	return ref
}

// statements are the predicates of an image's attestations, by their type.
func statements(t *testing.T, layout string) map[string]string {
	t.Helper()
	blobs, err := filepath.Glob(filepath.Join(layout, "blobs/sha256/*"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, blob := range blobs {
		var s struct {
			Type      string          `json:"predicateType"`
			Predicate json.RawMessage `json:"predicate"`
		}
		if json.Unmarshal([]byte(read(t, blob)), &s) == nil && s.Type != "" {
			found[s.Type] = string(s.Predicate)
		}
	}
	return found
}

// TestTheRootFilesystemIsAttested asks for an SBOM and for provenance, of a
// Dockerfile's result and of an image in its place, by each client.
func TestTheRootFilesystemIsAttested(t *testing.T) {
	t.Parallel()
	scanner, os := scannerImage(t), suite.Registry.Address+"/os:attested"
	push := harness.Build{Context: newContext(t, debian()), Target: "iso-image"}
	push.Extra = []string{"--output", "type=image,push=true,name=" + os}
	build(t, harness.Gateway, push)

	opts := []string{"--opt", "attest:sbom=generator=" + scanner, "--opt", "attest:provenance=mode=max"}
	flags := []string{"--attest", "type=sbom,generator=" + scanner, "--attest", "type=provenance,mode=max"}
	for client, extra := range map[harness.Client][]string{harness.Gateway: opts, harness.Buildx: flags, harness.Amikit: flags} {
		for name, args := range map[string]map[string]string{"a Dockerfile": nil, "ISO_IMAGE": {"ISO_IMAGE": os}, "a cloud image": {"IS_CLOUD_IMAGE": "true"}} {
			t.Run(name+" by "+string(client), func(t *testing.T) {
				layout := t.TempDir()
				b := harness.Build{Context: push.Context, Target: "iso-image", Args: args}
				b.Extra = append([]string{"--output", "type=oci,tar=false,dest=" + layout}, extra...)
				build(t, client, b)
				found := statements(t, layout)
				wants(t, found["https://spdx.dev/Document"], "etc/e2e-test", "SPDX-2.3")
				wants(t, found["https://slsa.dev/provenance/v1"], "resolvedDependencies", "pkg:docker/")
			})
		}
	}
}
