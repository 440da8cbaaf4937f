package diskcmd

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diskfs/go-diskfs"
	"github.com/diskfs/go-diskfs/partition/gpt"

	"github.com/amikit/amikit/disk"
)

// emptyDisk makes a disk with one partition that holds nothing.
func emptyDisk(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "disk.raw")
	d, err := diskfs.Create(name, 8<<20, diskfs.SectorSizeDefault)
	if err != nil {
		t.Fatal(err)
	}
	table := &gpt.Table{LogicalSectorSize: 512, PhysicalSectorSize: 512, ProtectiveMBR: true, Partitions: []*gpt.Partition{
		{Index: 1, Start: 2048, End: 4095, Type: gpt.EFISystemPartition, Name: "efi"},
	}}
	if err := errors.Join(d.Partition(table), d.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd := New("disk")
	AddViews(cmd)
	cmd.SetOut(&out)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestInspectShowsThePartitions(t *testing.T) {
	out, err := run(t, "inspect", emptyDisk(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"8.0 MiB", "sha256:", "gpt", "efi"} {
		if !strings.Contains(out, want) {
			t.Errorf("the text lacks %q:\n%s", want, out)
		}
	}
}

func TestInspectPrintsJSONWithoutTheManifest(t *testing.T) {
	out, err := run(t, "inspect", "--output", "json", emptyDisk(t))
	if err != nil {
		t.Fatal(err)
	}
	var info disk.Info
	if err := json.Unmarshal([]byte(out), &info); err != nil {
		t.Fatal(err)
	}
	if info.Size != 8<<20 || len(info.Partitions) != 1 || len(info.Manifest) != 0 {
		t.Fatalf("printed %+v", info)
	}
}

func TestDigestPrintsTheIdentityAlone(t *testing.T) {
	out, err := run(t, "digest", emptyDisk(t))
	if err != nil || !strings.HasPrefix(out, "sha256:") || strings.Count(out, "\n") != 1 {
		t.Fatalf("printed %q, %v", out, err)
	}
}

func TestWhatIsNoDiskIsRefused(t *testing.T) {
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := run(t, "digest", name)
	var refused *disk.NotADiskError
	if !errors.As(err, &refused) {
		t.Fatalf("error is %v", err)
	}
	if _, err := run(t, "inspect", "--output", "xml", name); err == nil || !strings.Contains(err.Error(), "json") {
		t.Fatalf("error is %v", err)
	}
}
