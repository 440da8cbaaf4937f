package disk_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/disk"
)

func describe(t *testing.T, name string) *disk.Info {
	t.Helper()
	info, err := disk.Describe(t.Context(), open(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestADescriptionSurvivesItsFile(t *testing.T) {
	want := describe(t, efiDisk(t, machineAMD64).name)
	want.Inputs, want.Builder = want.Digest, &disk.Builder{Name: "builtin", Version: "1"}
	name := filepath.Join(t.TempDir(), "disk.json")
	if err := want.WriteFile(name); err != nil {
		t.Fatal(err)
	}
	got, err := disk.ReadInfo(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
}

func TestADescriptionSaysWhatTheDiskIs(t *testing.T) {
	info := describe(t, efiDisk(t, machineARM64).name)
	if info.File != "disk.raw" || info.Size != 22*mib || info.Architecture != "arm64" || info.BootMode != disk.BootUEFI {
		t.Fatalf("described as %+v", info)
	}
	if info.Allocated <= 0 || info.DataBytes <= 0 || info.DataBytes > info.Size {
		t.Fatalf("%d bytes allocated, %d of data", info.Allocated, info.DataBytes)
	}
}

func TestAForgedDescriptionIsRefused(t *testing.T) {
	good := describe(t, efiDisk(t, machineAMD64).name)
	for name, forge := range map[string]func(*disk.Info){
		"another version":                 func(i *disk.Info) { i.Version = 2 },
		"a digest of something else":      func(i *disk.Info) { i.Digest = digest.FromString("other") },
		"a size of something else":        func(i *disk.Info) { i.Size++ },
		"a manifest that is cut off":      func(i *disk.Info) { i.Manifest = i.Manifest[:40] },
		"a manifest of zeroes everywhere": func(i *disk.Info) { i.Manifest = i.Manifest[:28] },
		"sums that are cut off":           func(i *disk.Info) { i.BlockSums = i.BlockSums[:8] },
		"sums of something else":          func(i *disk.Info) { i.BlockSums = make([]byte, len(i.BlockSums)) },
	} {
		t.Run(name, func(t *testing.T) {
			forged := *good
			forge(&forged)
			file := filepath.Join(t.TempDir(), "disk.json")
			if err := forged.WriteFile(file); err != nil {
				t.Fatal(err)
			}
			if _, err := disk.ReadInfo(file); err == nil {
				t.Fatal("it was believed")
			}
		})
	}
}

func TestDescribeRefusesWhatIsNoDisk(t *testing.T) {
	var refused *disk.NotADiskError
	if _, err := disk.Describe(t.Context(), sparse(t, mib)); !errors.As(err, &refused) {
		t.Fatalf("describe says %v", err)
	}
}

func TestFindWantsExactlyOneRawFile(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		want  string // empty means that the one is found
	}{
		"one beside its description": {[]string{"a.raw", "disk.json"}, ""},
		"none in an empty folder":    {nil, "which is empty"},
		"none beside other files":    {[]string{"disk.qcow2", "disk.raw.gz"}, "disk.qcow2, disk.raw.gz"},
		"two":                        {[]string{"a.raw", "b.raw"}, "holds 2 raw disks (a.raw, b.raw)"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for _, file := range c.files {
				if err := os.WriteFile(filepath.Join(dir, file), nil, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			raw, err := disk.Find(dir)
			if c.want == "" {
				if err != nil || raw != filepath.Join(dir, "a.raw") {
					t.Fatalf("found %q, %v", raw, err)
				}
				return
			}
			var refused *disk.RawFileError
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("find says %v", err)
			}
		})
	}
}
