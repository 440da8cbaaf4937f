package disk_test

import (
	"encoding/binary"
	"testing"

	"github.com/diskfs/go-diskfs/partition/gpt"
	"github.com/google/go-cmp/cmp"

	"github.com/amikit/amikit/disk"
)

const (
	fatSize  = 16 * mib
	fatStart = mib
)

func esp() *gpt.Partition {
	return &gpt.Partition{Index: 1, Start: fatStart / 512, End: (fatStart+fatSize)/512 - 1, Name: "efi", Type: gpt.EFISystemPartition, GUID: "81444E82-66B3-5ED2-961B-497665F12BE2"}
}

func root() *gpt.Partition {
	return &gpt.Partition{Index: 3, Start: 18 * mib / 512, End: 20*mib/512 - 1, Name: "root", Type: gpt.LinuxFilesystem, GUID: "768FBD69-B2A9-5EAB-902C-DB8745B4767C"}
}

func loader(machine uint16) map[string][]byte {
	if machine == machineARM64 {
		return map[string][]byte{"EFI/BOOT/BOOTAA64.EFI": pe(machine)}
	}
	return map[string][]byte{"EFI/BOOT/BOOTX64.EFI": pe(machine)}
}

// ext writes a superblock that carries a label and nothing else of use.
func (i *image) ext(offset int64, label string) *image {
	sb := make([]byte, 1024)
	binary.LittleEndian.PutUint16(sb[0x38:], 0xef53)
	binary.LittleEndian.PutUint32(sb[0x60:], 0x40)
	for n := range 16 {
		sb[0x68+n] = byte(n)
	}
	copy(sb[0x78:], label)
	return i.write(offset+1024, sb)
}

// efiDisk is a disk as the builders make it.
func efiDisk(t testing.TB, machine uint16) *image {
	return newImage(t, 22*mib).esp(fatStart, fatSize, loader(machine)).gpt(esp(), root()).ext(18*mib, "root")
}

func (i *image) inspect() (*disk.Layout, error) {
	i.t.Helper()
	f := open(i.t, i.name)
	return disk.Inspect(f, f.Size())
}

func (i *image) mustInspect() *disk.Layout {
	i.t.Helper()
	layout, err := i.inspect()
	if err != nil {
		i.t.Fatal(err)
	}
	return layout
}

func TestInspectTellsWhatAFirmwareFinds(t *testing.T) {
	got := efiDisk(t, machineAMD64).mustInspect()
	want := &disk.Layout{
		Table: disk.TableGPT, GUID: "2CEFF841-4C1D-5A14-8E46-ED3AEB621093",
		Partitions: []disk.Partition{
			{Number: 1, Name: "efi", Type: disk.TypeESP, GUID: "81444E82-66B3-5ED2-961B-497665F12BE2", Start: mib, Size: fatSize, Filesystem: "vfat", Label: "", UUID: "0000-0000"},
			{Number: 3, Name: "root", Type: string(gpt.LinuxFilesystem), GUID: "768FBD69-B2A9-5EAB-902C-DB8745B4767C", Start: 18 * mib, Size: 2 * mib, Filesystem: "ext4", Label: "root", UUID: "00010203-0405-0607-0809-0a0b0c0d0e0f"},
		},
		Loaders:      []disk.Loader{{Path: "EFI/BOOT/BOOTX64.EFI", Architecture: "amd64", Partition: 1}},
		Architecture: "amd64", BootMode: disk.BootUEFI,
	}
	want.Partitions[0].Label = got.Partitions[0].Label // go-diskfs pads it in its own way
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
}

func TestTheFATsLabelIsRead(t *testing.T) {
	if got := efiDisk(t, machineAMD64).mustInspect().Partitions[0].Label; got != "ESP" {
		t.Fatalf("label is %q", got)
	}
}

func TestArchitectureComesFromTheLoader(t *testing.T) {
	got := efiDisk(t, machineARM64).mustInspect()
	if got.Architecture != "arm64" || got.BootMode != disk.BootUEFI {
		t.Fatalf("found %q, %q", got.Architecture, got.BootMode)
	}
}

func TestALoaderOnFAT32IsFound(t *testing.T) {
	const size = 64 * mib
	part := esp()
	part.End = part.Start + size/512 - 1
	got := newImage(t, 70*mib).esp(fatStart, size, loader(machineAMD64)).gpt(part).mustInspect()
	if got.BootMode != disk.BootUEFI || got.Partitions[0].Filesystem != "vfat" {
		t.Fatalf("found %+v", got)
	}
}

func TestBootModeFollowsTheBootCode(t *testing.T) {
	code := []byte{0xeb, 0x63, 0x90}
	bios := &gpt.Partition{Index: 2, Start: 17 * mib / 512, End: 18*mib/512 - 1, Name: "bios", Type: gpt.BIOSBoot}
	for name, c := range map[string]struct {
		make func(*image) *image
		want disk.BootMode
	}{
		"loader alone": {func(i *image) *image { return i.esp(fatStart, fatSize, loader(machineAMD64)).gpt(esp()) }, disk.BootUEFI},
		"loader and both parts of BIOS code": {func(i *image) *image {
			return i.esp(fatStart, fatSize, loader(machineAMD64)).gpt(esp(), bios).write(0, code).write(17*mib, code)
		}, disk.BootUEFIPreferred},
		"an empty BIOS boot partition": {func(i *image) *image {
			return i.esp(fatStart, fatSize, loader(machineAMD64)).gpt(esp(), bios).write(0, code)
		}, disk.BootUEFI},
		"BIOS code alone": {func(i *image) *image { return i.gpt(bios).write(0, code).write(17*mib, code) }, disk.BootLegacyBIOS},
		"no loader":       {func(i *image) *image { return i.esp(fatStart, fatSize, nil).gpt(esp()) }, ""},
		"a loader for another machine": {func(i *image) *image {
			return i.esp(fatStart, fatSize, map[string][]byte{"EFI/BOOT/BOOTX64.EFI": pe(0x14c)}).gpt(esp())
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.make(newImage(t, 22*mib)).mustInspect(); got.BootMode != c.want {
				t.Fatalf("boot mode is %q, want %q; problems: %v", got.BootMode, c.want, got.Problems)
			}
		})
	}
}

func TestLoadersOfTwoArchitecturesLeaveItOpen(t *testing.T) {
	files := map[string][]byte{"EFI/BOOT/BOOTX64.EFI": pe(machineAMD64), "EFI/BOOT/BOOTAA64.EFI": pe(machineARM64)}
	got := newImage(t, 22*mib).esp(fatStart, fatSize, files).gpt(esp()).mustInspect()
	if got.Architecture != "" || len(got.Loaders) != 2 {
		t.Fatalf("found %q and %v", got.Architecture, got.Loaders)
	}
}

func TestAnMBRDiskIsRead(t *testing.T) {
	sector := make([]byte, 512)
	sector[0] = 0xeb
	sector[510], sector[511] = 0x55, 0xaa
	entry := sector[446:]
	entry[0], entry[4] = 0x80, 0x83
	binary.LittleEndian.PutUint32(entry[8:], 2048)
	binary.LittleEndian.PutUint32(entry[12:], 4096)
	got := newImage(t, 4*mib).write(0, sector).mustInspect()
	want := []disk.Partition{{Number: 1, Type: "0x83", Start: mib, Size: 2 * mib}}
	if diff := cmp.Diff(want, got.Partitions); diff != "" {
		t.Fatal(diff)
	}
	if got.Table != disk.TableMBR || got.BootMode != disk.BootLegacyBIOS || got.Architecture != "amd64" {
		t.Fatalf("found %q, %q, %q", got.Table, got.BootMode, got.Architecture)
	}
}
