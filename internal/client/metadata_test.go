package client

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestMetadataHoldsObjectsAsObjects(t *testing.T) {
	file := filepath.Join(t.TempDir(), "metadata.json")
	err := writeMetadata(file, map[string]string{
		"frontend.amikit.ami":   base64.StdEncoding.EncodeToString([]byte(`{"imageID":"ami-1"}`)),
		"containerimage.digest": "sha256:12",
		"looks.like.base64":     "abcd",
	})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		AMI    struct{ ImageID string } `json:"frontend.amikit.ami"`
		Digest string                   `json:"containerimage.digest"`
		Text   string                   `json:"looks.like.base64"`
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got.AMI.ImageID != "ami-1" || got.Digest != "sha256:12" || got.Text != "abcd" {
		t.Fatalf("metadata is %s", data)
	}
}

func TestNoMetadataFileIsWrittenUnasked(t *testing.T) {
	if err := writeMetadata("", map[string]string{"a": "b"}); err != nil {
		t.Fatal(err)
	}
	if err := writeMetadata(filepath.Join(t.TempDir(), "no", "folder"), nil); err == nil {
		t.Error("a file in no folder was written")
	}
}
