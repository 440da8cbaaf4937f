package convert_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/disk/convert"
	"github.com/amikit/amikit/disk/internal/disktest"
)

const mib = 1 << 20

// disks are shapes that end a table, a block and the file at odd places.
func disks(t *testing.T) map[string]*disk.File {
	return map[string]*disk.File{
		"an empty disk":        disktest.Sparse(t, 64*mib),
		"a disk full of data":  disktest.Sparse(t, 5*mib, disk.Extent{Length: 5 * mib}),
		"an odd number of MiB": disktest.Sparse(t, 37*mib+512, disk.Extent{Length: 512}, disk.Extent{Offset: 7*mib - 3, Length: 17}, disk.Extent{Offset: 36 * mib, Length: mib + 512}),
		"more than a table":    disktest.Sparse(t, 1100*mib, disk.Extent{Length: 3 * mib}, disk.Extent{Offset: 512*mib - 4096, Length: 8192}, disk.Extent{Offset: 1024*mib - 5, Length: 9 * mib}, disk.Extent{Offset: 1100*mib - 512, Length: 512}),
	}
}

func TestEveryFormatHoldsTheDisk(t *testing.T) {
	for name, f := range disks(t) {
		for _, format := range convert.Formats()[1:] {
			t.Run(name+" as "+string(format), func(t *testing.T) {
				out := filepath.Join(t.TempDir(), "disk."+string(format))
				if err := convert.File(t.Context(), out, f, format); err != nil {
					t.Fatal(err)
				}
				if format == convert.RawZstd {
					sameContent(t, f, out)
					return
				}
				sameDisk(t, f, out, format)
			})
		}
	}
}

// sameDisk lets QEMU compare the images, sizes and all.
func sameDisk(t *testing.T, f *disk.File, out string, format convert.Format) {
	t.Helper()
	name := string(format)
	if format == convert.VHD {
		name = "vpc"
	}
	if format == convert.QCOW2 {
		qemu(t, "check", "-f", name, out)
	}
	qemu(t, "compare", "-f", "raw", "-F", name, f.Name(), out)
	var info struct {
		Size int64 `json:"virtual-size"`
	}
	if err := json.Unmarshal(qemu(t, "info", "--output=json", "-f", name, out), &info); err != nil || info.Size != f.Size() {
		t.Errorf("the disk has %d bytes, not %d, %v", info.Size, f.Size(), err)
	}
}

func qemu(t *testing.T, args ...string) []byte {
	t.Helper()
	text, err := exec.CommandContext(t.Context(), "qemu-img", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("qemu-img %q: %v\n%s", args, err, text)
	}
	return text
}

func sameContent(t *testing.T, f *disk.File, compressed string) {
	t.Helper()
	in, err := os.Open(compressed)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	decoder, err := zstd.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	defer decoder.Close()
	got, want := make([]byte, mib), make([]byte, mib)
	for at := int64(0); at < f.Size(); at += mib {
		piece := min(mib, f.Size()-at)
		if _, err := f.ReadAt(want[:piece], at); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(decoder, got[:piece]); err != nil || !bytes.Equal(got[:piece], want[:piece]) {
			t.Fatalf("the file holds another disk at %d, %v", at, err)
		}
	}
	if n, err := decoder.Read(got); n != 0 || err != io.EOF {
		t.Errorf("%d bytes follow the disk, %v", n, err)
	}
}

func TestHolesTakeNoPlace(t *testing.T) {
	f := disktest.Sparse(t, 20<<30, disk.Extent{Length: 4 * mib}, disk.Extent{Offset: 19 << 30, Length: 4 * mib})
	for _, format := range convert.Formats()[1:] {
		out := filepath.Join(t.TempDir(), "disk."+string(format))
		if err := convert.File(t.Context(), out, f, format); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(out)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > 20*mib {
			t.Errorf("%s takes %d bytes for 8 MiB of data", format, info.Size())
		}
	}
}

func TestTheSameDiskIsTheSameFile(t *testing.T) {
	f := disks(t)["an odd number of MiB"]
	for _, format := range convert.Formats()[1:] {
		var sums [2][]byte
		for i := range sums {
			out := filepath.Join(t.TempDir(), "disk")
			if err := convert.File(t.Context(), out, f, format); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			digest := sha256.Sum256(data)
			sums[i] = digest[:]
		}
		if !bytes.Equal(sums[0], sums[1]) {
			t.Errorf("%s differs from run to run", format)
		}
	}
}

func TestACancelledConversionLeavesNoFile(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := disks(t)["a disk full of data"]
	for _, format := range convert.Formats()[1:] {
		out := filepath.Join(t.TempDir(), "disk")
		if err := convert.File(ctx, out, f, format); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error is %v", format, err)
		}
		if entries, err := os.ReadDir(filepath.Dir(out)); err != nil || len(entries) != 0 {
			t.Errorf("%s left %v, %v", format, entries, err)
		}
	}
}

func TestAFileThatIsThereStaysUntilTheNewOneIsWhole(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out := filepath.Join(t.TempDir(), "disk.qcow2")
	// What a killed run left is longer than the new file.
	for name, text := range map[string]string{out: "old", out + ".part": strings.Repeat("half", mib)} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := disks(t)["a disk full of data"]
	if err := convert.File(ctx, out, f, convert.QCOW2); !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v", err)
	}
	if text, err := os.ReadFile(out); err != nil || string(text) != "old" {
		t.Fatalf("the file holds %d bytes, %v", len(text), err)
	}
	if err := convert.File(t.Context(), out, f, convert.QCOW2); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(out); err != nil || !bytes.HasPrefix(text, []byte("QFI\xfb")) {
		t.Fatalf("the file is no qcow2: %v", err)
	}
}

func TestAFormatIsKnownByItsName(t *testing.T) {
	for file, want := range map[string]convert.Format{
		"a.raw": convert.Raw, "a.raw.zst": convert.RawZstd, "a.b.qcow2": convert.QCOW2, "a.vmdk": convert.VMDK, "a.vhd": convert.VHD,
	} {
		if got, err := convert.FormatOf(file); err != nil || got != want {
			t.Errorf("%s is %q, %v", file, got, err)
		}
	}
	var unknown *convert.FormatError
	if _, err := convert.FormatOf("qcow2"); !errors.As(err, &unknown) {
		t.Errorf("a name without an extension: %v", err)
	}
	if _, err := convert.Parse("zip"); !errors.As(err, &unknown) || unknown.Name != "zip" {
		t.Errorf("an unknown format: %v", err)
	}
}
