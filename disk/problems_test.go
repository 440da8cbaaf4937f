package disk_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/disk"
)

func TestProblemsNameWhatIsWrongWithTheTable(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*image)
		want  string
	}{
		"grown after the table was written": {func(i *image) { truncate(i, 30*mib) }, "the disk's last is"},
		"cut off in the last partition":     {func(i *image) { truncate(i, 19*mib) }, "cut off"},
		"primary header damaged":            {func(i *image) { i.write(512+40, []byte{1, 2, 3}) }, "primary GPT is damaged"},
		"primary entries damaged":           {func(i *image) { i.write(1024+56, []byte{1, 2, 3}) }, "primary GPT is damaged"},
		"backup header damaged":             {func(i *image) { i.write(22*mib-512, make([]byte, 512)) }, "backup GPT is damaged"},
		"no filesystem on the ESP":          {func(i *image) { i.write(fatStart, make([]byte, 512)) }, "without a FAT filesystem"},
	} {
		t.Run(name, func(t *testing.T) {
			i := efiDisk(t, machineAMD64)
			c.spoil(i)
			got := i.mustInspect()
			if !strings.Contains(strings.Join(got.Problems, "\n"), c.want) {
				t.Fatalf("problems %q do not name %q", got.Problems, c.want)
			}
			if len(got.Partitions) != 2 {
				t.Fatalf("partitions are %v", got.Partitions)
			}
		})
	}
}

func TestPartitionsThatOverlapAreAProblem(t *testing.T) {
	// Sectors 2048 to 18432, and one partition more from that sector on.
	for start, want := range map[[4]byte]bool{{0, 0x20}: true, {0, 0x48}: false} {
		table := make([]byte, 66)
		copy(table, []byte{0, 0, 0, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 0x40, 0, 0})
		copy(table[16:], append(append([]byte{0, 0, 0, 0, 0x83, 0, 0, 0}, start[:]...), 0, 8, 0, 0))
		copy(table[64:], []byte{0x55, 0xaa})
		got := newImage(t, 22*mib).write(446, table).mustInspect()
		if overlap := strings.Contains(strings.Join(got.Problems, "\n"), "partitions 1 and 2 overlap, from byte 4194304"); overlap != want {
			t.Errorf("%v: problems are %q", start, got.Problems)
		}
	}
}

func truncate(i *image, size int64) {
	i.t.Helper()
	if err := os.Truncate(i.name, size); err != nil {
		i.t.Fatal(err)
	}
}

func TestWhatIsNoDiskIsRefusedByName(t *testing.T) {
	fatBootSector := make([]byte, 512)
	copy(fatBootSector, "\xeb\x3c\x90mkfs.fat")
	copy(fatBootSector[446:], "the text that such a sector has, in the entries' place, for people")
	fatBootSector[510], fatBootSector[511] = 0x55, 0xaa
	for name, c := range map[string]struct {
		size   int64
		offset int64
		head   string
		want   string
	}{
		"an empty file":              {0, 0, "", "neither a GPT nor an MBR"},
		"zeroes":                     {mib, 0, "", "neither a GPT nor an MBR"},
		"text":                       {mib, 0, "hello\n", "neither a GPT nor an MBR"},
		"a bare filesystem":          {mib, 0, string(fatBootSector), "neither a GPT nor an MBR"},
		"qcow2":                      {mib, 0, "QFI\xfb\x00\x00\x00\x03", "qemu-img convert -f qcow2 -O raw"},
		"VMDK":                       {mib, 0, "KDMV", "-f vmdk"},
		"a fixed VHD by its footer":  {mib, mib - 512, "conectix", "-f vpc"},
		"a dynamic VHD":              {mib, 0, "conectix", "-f vpc"},
		"an old VMDK":                {mib, 0, "COWD", "-f vmdk"},
		"a VMDK's descriptor":        {mib, 0, "# Disk DescriptorFile\nversion=1\n", "-f vmdk"},
		"a VHD of Virtual PC":        {mib, mib - 511, "conectix", "-f vpc"},
		"VDI":                        {mib, 64, "\x7f\x10\xda\xbe", "-f vdi"},
		"xz":                         {mib, 0, "\xfd7zXZ\x00", "xz -dc"},
		"bzip2":                      {mib, 0, "BZh9", "bzip2 -dc"},
		"tar":                        {mib, 257, "ustar  ", "tar -xf"},
		"zip":                        {mib, 0, "PK\x03\x04", "unzip"},
		"an ISO image":               {mib, 32769, "CD001", "an ISO image"},
		"VHDX":                       {mib, 0, "vhdxfile", "VHDX"},
		"gzip":                       {mib, 0, "\x1f\x8b\x08\x00", "gzip -dc"},
		"zstd":                       {mib, 0, "\x28\xb5\x2f\xfd", "zstd -d"},
		"a GPT for 4096-byte blocks": {mib, 4096, "EFI PART", "4096"},
	} {
		t.Run(name, func(t *testing.T) {
			i := newImage(t, c.size)
			if c.head != "" {
				i.write(c.offset, []byte(c.head))
			}
			_, err := i.inspect()
			var refused *disk.NotADiskError
			if !errors.As(err, &refused) {
				t.Fatalf("inspect says %v", err)
			}
			if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("%q does not name %q on one line", err, c.want)
			}
		})
	}
}

func TestADiskWithBothGPTsGoneIsRefused(t *testing.T) {
	i := efiDisk(t, machineAMD64)
	i.write(512, make([]byte, 512)).write(22*mib-512, make([]byte, 512))
	var refused *disk.NotADiskError
	if _, err := i.inspect(); !errors.As(err, &refused) || !strings.Contains(err.Error(), "both copies") {
		t.Fatalf("inspect says %v", err)
	}
}

func TestTheCommandNamesTheFile(t *testing.T) {
	for file, want := range map[string]string{
		"disk.vmdk":    "qemu-img convert -f vmdk -O raw DIR/disk.vmdk DIR/disk.raw",
		"disk.raw":     "qemu-img convert -f vmdk -O raw DIR/disk.raw DIR/disk.raw.raw",
		"my disk.vmdk": "qemu-img convert -f vmdk -O raw 'DIR/my disk.vmdk' 'DIR/my disk.raw'",
		"it's":         `qemu-img convert -f vmdk -O raw 'DIR/it'\''s' 'DIR/it'\''s.raw'`,
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, file), []byte("KDMV"), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := disk.Open(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		_, err = disk.Describe(t.Context(), f)
		var refused *disk.NotADiskError
		if !errors.As(err, &refused) || strings.ReplaceAll(refused.Convert, dir, "DIR") != want {
			t.Errorf("%s: %v", file, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}
