package amicmd

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/option"
)

func TestDownloadWritesTheDiskAndWhatWasRead(t *testing.T) {
	c := newCommand(t)
	raw := rawDisk(t, c.env[option.S3Bucket])
	if err := c.run(raw, JSON); err != nil {
		t.Fatal(err)
	}
	var made ami.Result
	if err := json.Unmarshal(c.stdout.Bytes(), &made); err != nil {
		t.Fatal(err)
	}
	for form, want := range map[Form]string{Text: "blocks read", JSON: `"size": 4194304`, ID: made.SnapshotID} {
		c.stdout.Reset()
		file := filepath.Join(t.TempDir(), "back.raw")
		err := Download(c.context(), c.environment(), made.SnapshotID, Request{Path: file, Flag: func(name string) string { return c.flags[name] }, Form: form})
		if err != nil || !strings.Contains(c.stdout.String(), want) {
			t.Errorf("%s: %q, %v", form, c.stdout.String(), err)
		}
		if !bytes.Equal(read(t, file), read(t, raw)) {
			t.Errorf("%s: the file is not the disk", form)
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
