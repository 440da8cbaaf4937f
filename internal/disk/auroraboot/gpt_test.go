package auroraboot

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diskfs/go-diskfs/backend/file"
	"github.com/diskfs/go-diskfs/partition/gpt"

	"github.com/amikit/amikit/disk"
)

// newTable makes a disk of 8 MiB with one partition, as auroraboot writes it.
func newTable(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "disk.raw")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // the test reads the file anew
	if err := f.Truncate(8 << 20); err != nil {
		t.Fatal(err)
	}
	table := gpt.Table{
		LogicalSectorSize: 512, PhysicalSectorSize: 512, ProtectiveMBR: true, GUID: "2CEFF841-4C1D-5A14-8E46-ED3AEB621093",
		Partitions: []*gpt.Partition{{
			Index: 1, Start: 2048, End: 8191, Size: 6144 * 512, Type: gpt.LinuxFilesystem, Name: "oem",
			GUID: "8BFA06F9-CA4F-56DC-90C9-49CF20F4F45E", Attributes: 1,
		}},
	}
	storage, err := file.New(f, false).Writable()
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Write(storage, 8<<20); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestTheBackupTableIsMovedToTheEndOfAGrownDisk(t *testing.T) {
	name := newTable(t)
	before, _, err := inspect(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int64{8<<20 + 512, 9 << 20, 64 << 20} {
		if err := os.Truncate(name, size); err != nil {
			t.Fatal(err)
		}
		if l, _, err := inspect(name); err != nil || len(l.Problems) == 0 {
			t.Fatalf("the grown disk has no problem to repair: %v, %v", l, err)
		}
		if err := repairGPT(name); err != nil {
			t.Fatal(err)
		}
		after, _, err := inspect(name)
		if err != nil || len(after.Problems) > 0 {
			t.Fatalf("%d bytes: %v, %v", size, after, err)
		}
		if after.GUID != before.GUID || after.Partitions[0] != before.Partitions[0] {
			t.Errorf("the table changed: %+v", after)
		}
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "EFI PART"); n != 2 {
		t.Errorf("the disk holds %d GPT headers", n)
	}
}

func TestARightTableIsLeftAlone(t *testing.T) {
	name := newTable(t)
	before, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := repairGPT(name); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(name); err != nil || string(after) != string(before) {
		t.Fatalf("the disk changed (%v)", err)
	}
}

func TestAnIncompleteDiskIsRefused(t *testing.T) {
	whole := func(change func(*disk.Layout)) *disk.Layout {
		l := &disk.Layout{Table: disk.TableGPT, Architecture: "amd64", BootMode: disk.BootUEFI}
		for i, p := range partitions() {
			l.Partitions = append(l.Partitions, disk.Partition{Number: i + 1, Name: p.name, Type: p.guidType, Filesystem: p.filesystem, Label: p.label})
		}
		change(l)
		return l
	}
	tests := map[string]struct {
		change func(*disk.Layout)
		want   string
	}{
		"a whole disk":           {func(*disk.Layout) {}, ""},
		"a missing partition":    {func(l *disk.Layout) { l.Partitions = l.Partitions[:2] }, "2 partitions"},
		"another label":          {func(l *disk.Layout) { l.Partitions[2].Label = "X" }, `partition 3 is labelled "X"`},
		"a damaged filesystem":   {func(l *disk.Layout) { l.Partitions[1].Filesystem = "" }, "partition 2 has the filesystem"},
		"another architecture":   {func(l *disk.Layout) { l.Architecture = "arm64" }, `loader is for "arm64"`},
		"nothing to start":       {func(l *disk.Layout) { l.BootMode = "" }, "nothing on it can be started"},
		"a damaged backup table": {func(l *disk.Layout) { l.Problems = []string{"the backup GPT is damaged"} }, "backup GPT is damaged"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := checkLayout(whole(test.change), "amd64")
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v; want %q", err, test.want)
			}
		})
	}
}

func TestSizesAreComparedWithWhatTheDiskNeeds(t *testing.T) {
	l := &disk.Layout{Partitions: []disk.Partition{{}, {}, {Start: 129 << 20, Size: 1000 << 20}}}
	if err := (Options{DiskSize: 500}).checkSize(l, 1130<<20); err == nil || !strings.Contains(err.Error(), "set DISK_SIZE to 1130 or more") {
		t.Errorf("got %v", err)
	}
	if err := (Options{DiskSize: 2000}).checkSize(l, 2000<<20); err != nil {
		t.Error(err)
	}
	if got := (Options{}).firstBoot(l, 400<<20); *got != (disk.FirstBoot{RecoveryImage: 400 << 20, StateSize: 3100 << 20, VolumeSize: (129 + 1000 + 3100 + 1) << 20}) {
		t.Errorf("the first boot is %+v", got)
	}
	if got := (Options{StateSize: 50}).firstBoot(l, 0); got.VolumeSize != (129+1000+50+1)<<20 {
		t.Errorf("with a state size, the first boot is %+v", got)
	}
}
