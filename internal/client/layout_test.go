package client

import (
	"strings"
	"testing"
)

const layoutIndex = `{"schemaVersion":2,"manifests":[
{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:aaaa","size":1,"annotations":{"org.opencontainers.image.ref.name":"v1"}},
{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:bbbb","size":1,"annotations":{"org.opencontainers.image.ref.name":"latest"}}]}`

func TestFindInLayout(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "oci-layout", `{"imageLayoutVersion":"1.0.0"}`)
	write(t, dir, "index.json", layoutIndex)
	for spec, want := range map[string]string{
		dir:                   "sha256:bbbb",
		dir + ":v1":           "sha256:aaaa",
		dir + "@sha256:cccc":  "sha256:cccc",
		"rel:v1@sha256:dddd":  "sha256:dddd",
		"/with:colon/x@sha:1": "sha:1",
	} {
		path, dgst, err := findInLayout(spec)
		if err != nil || dgst != want || path == "" {
			t.Errorf("%s is %s %s, %v", spec, path, dgst, err)
		}
	}
	if _, _, err := findInLayout(dir + ":v2"); err == nil || !strings.Contains(err.Error(), "v2") {
		t.Errorf("error is %v", err)
	}
}
