package diskview

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/amikit/amikit/disk"
)

var update = flag.Bool("update", false, "write the golden files anew")

const mib = 1 << 20

// example is a Kairos disk with free space, one partition that is smaller than
// its text, and names that have to be escaped.
func example() *View {
	info := &disk.Info{
		File: "kairos <1>.raw", Size: 2048 * mib, DataBytes: 700 * mib, Digest: "sha256:00",
		Layout: disk.Layout{
			Table: disk.TableGPT, Architecture: "amd64", BootMode: disk.BootUEFI, Problems: []string{"the backup GPT is damaged"},
			Partitions: []disk.Partition{
				{Number: 1, Name: "efi", Start: mib, Size: 64 * mib, Filesystem: "vfat", Label: "COS_GRUB"},
				{Number: 2, Name: "oem", Start: 65 * mib, Size: 64 * mib, Filesystem: "ext2", Label: "COS_OEM"},
				{Number: 3, Name: "recovery & more", Start: 129 * mib, Size: 1000 * mib, Filesystem: "ext2", Label: "COS_RECOVERY"},
			},
		},
		FirstBoot: &disk.FirstBoot{VolumeSize: 4000 * mib},
	}
	m := disk.Manifest{Size: info.Size, Blocks: []disk.Block{{Index: 0}, {Index: 2}, {Index: 130}, {Index: 4095}}}
	for index := uint32(258); index < 1000; index++ {
		m.Blocks = append(m.Blocks, disk.Block{Index: index})
	}
	return &View{Info: info, Map: spans(info, m), Columns: columns(m), Boot: []Step{
		{By: "firmware", Does: "starts", What: shim, Path: "EFI/BOOT/BOOTX64.EFI", Partition: 1},
		{By: grub, Does: "starts", What: "the system in the image", Path: kairosImage, Partition: 3},
		{By: kernel, Does: "mounts", What: "root=LABEL=COS_STATE"},
	}}
}

func TestThePicturesAreAsTheyWere(t *testing.T) {
	for name, write := range map[string]func(*View, io.Writer) error{"disk.txt": (*View).Text, "disk.svg": (*View).SVG} {
		var got bytes.Buffer
		if err := write(example(), &got); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s (go test -update writes it anew):\n%s", name, diff)
		}
	}
}

func TestTheSVGIsWellFormed(t *testing.T) {
	var out bytes.Buffer
	if err := example().SVG(&out); err != nil {
		t.Fatal(err)
	}
	decoder := xml.NewDecoder(&out)
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheMapCoversTheWholeDisk(t *testing.T) {
	for name, parts := range map[string][]disk.Partition{
		"none":         nil,
		"in any order": {{Number: 2, Start: 9 * mib, Size: mib}, {Number: 1, Start: mib, Size: mib}},
		"overlapping":  {{Number: 1, Start: mib, Size: 8 * mib}, {Number: 2, Start: 2 * mib, Size: mib}},
		"to the end":   {{Number: 1, Start: 0, Size: 16 * mib}},
	} {
		info := &disk.Info{Size: 16 * mib, Layout: disk.Layout{Table: disk.TableGPT, Partitions: parts}}
		at := int64(0)
		for _, s := range spans(info, disk.Manifest{Size: info.Size}) {
			if s.Start > at {
				t.Errorf("%s: nothing is said of %d to %d", name, at, s.Start)
			}
			at = max(at, s.Start+s.Size)
		}
		if at != info.Size {
			t.Errorf("%s: the map ends at %d", name, at)
		}
	}
}

func TestEveryPartHasItsPlaceInTheDrawing(t *testing.T) {
	for name, parts := range map[string][]Span{
		"one":          {{Kind: Partition, Size: 1}},
		"small ones":   {{Kind: Table, Size: 1}, {Kind: Partition, Size: 1}, {Kind: Partition, Size: 1 << 40}},
		"a great many": make([]Span, 200),
		"of no size":   {{Kind: Partition}, {Kind: Free}},
	} {
		total := 0.0
		for _, width := range widths(parts, 912) {
			if width <= 0 {
				t.Errorf("%s: a part is %g wide", name, width)
			}
			total += width
		}
		if name != "a great many" && name != "of no size" && (total < 911 || total > 913) {
			t.Errorf("%s: the parts are %g wide together", name, total)
		}
	}
}
