package vmdk

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minio/crc64nvme"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/disk/internal/disktest"
)

const mib = 1 << 20

func disks(t *testing.T) map[string]*disk.File {
	return map[string]*disk.File{
		"one sector":                      disktest.Sparse(t, 512, disk.Extent{Length: 512}),
		"nothing but zeroes":              disktest.Sparse(t, 40*mib),
		"data in two tables":              disktest.Sparse(t, 70*mib, disk.Extent{Offset: 5, Length: 3 * mib}, disk.Extent{Offset: 33 * mib, Length: 2 * mib}),
		"several batches":                 disktest.Sparse(t, 12*mib, disk.Extent{Length: 11 * mib}),
		"a table without any grain":       disktest.Sparse(t, 100*mib, disk.Extent{Length: 10}, disk.Extent{Offset: 99 * mib, Length: mib}),
		"an end that is no grain's":       disktest.Sparse(t, 3*mib+4096, disk.Extent{Offset: 3 * mib, Length: 4096}),
		"data that cannot be compressed":  disktest.Sparse(t, 4*mib, disk.Extent{Length: 1}, disk.Extent{Offset: mib, Length: 3 * mib}),
		"many extents in the same grains": disktest.Sparse(t, mib, disk.Extent{Length: 4096}, disk.Extent{Offset: 8192, Length: 4096}, disk.Extent{Offset: 60 << 10, Length: 10 << 10}),
	}
}

func write(t *testing.T, src Source) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := Write(t.Context(), &out, src); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestQemuImgGivesTheDisksBytesBack(t *testing.T) {
	for name, src := range disks(t) {
		t.Run(name, func(t *testing.T) {
			packed := filepath.Join(t.TempDir(), "disk.vmdk")
			if err := os.WriteFile(packed, write(t, src), 0o600); err != nil {
				t.Fatal(err)
			}
			run(t, "qemu-img", "check", "-f", "vmdk", packed)
			unpacked := packed + ".raw"
			run(t, "qemu-img", "convert", "-f", "vmdk", "-O", "raw", packed, unpacked)
			requireSame(t, unpacked, src.Name())
		})
	}
}

func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v: %s", program, args, err, out)
	}
	return string(out)
}

func requireSame(t *testing.T, got, want string) {
	t.Helper()
	a, err := os.ReadFile(got)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Fatalf("%d bytes came back that are not the disk's %d", len(a), len(b))
	}
}

func TestQemuImgTakesItForStreamOptimised(t *testing.T) {
	packed := filepath.Join(t.TempDir(), "disk.vmdk")
	if err := os.WriteFile(packed, write(t, disks(t)["data in two tables"]), 0o600); err != nil {
		t.Fatal(err)
	}
	if info := run(t, "qemu-img", "info", packed); !strings.Contains(info, "streamOptimized") || !strings.Contains(info, "compressed: true") {
		t.Fatalf("qemu-img info says:\n%s", info)
	}
}

func TestTheSameDiskGivesTheSameBytesWithinTheBound(t *testing.T) {
	for name, src := range disks(t) {
		t.Run(name, func(t *testing.T) {
			first := write(t, src)
			if !bytes.Equal(first, write(t, src)) {
				t.Error("two runs differ")
			}
			extents, err := src.Extents(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if bound := Bound(src.Size(), extents); int64(len(first)) > bound || len(first)%sector != 0 {
				t.Errorf("%d bytes were written, more than %d or no whole sectors", len(first), bound)
			}
		})
	}
}

// odd is a disk that says otherwise of itself.
type odd struct {
	*disk.File
	size    int64
	extents error
}

func (o odd) Size() int64 { return o.size }

func (o odd) Extents(context.Context) ([]disk.Extent, error) {
	return []disk.Extent{{Length: o.size}}, o.extents
}

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	src, broken := disktest.Sparse(t, 2*mib, disk.Extent{Offset: mib, Length: mib}), errors.New("broken")
	for name, c := range map[string]struct {
		src  odd
		want error
	}{
		"extents that fail":  {odd{src, 2 * mib, broken}, broken},
		"a file that shrank": {odd{src, 2*mib + 4096, nil}, disk.ErrChanged},
		"no size":            {odd{src, 0, nil}, ErrSize},
		"too large a disk":   {odd{src, MaxSize + 1, nil}, ErrSize},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Write(t.Context(), io.Discard, c.src); !errors.Is(err, c.want) {
				t.Fatalf("error is %v, want %v", err, c.want)
			}
		})
	}
}

// full takes so many bytes and no more.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	n := min(len(p), f.left)
	if f.left -= n; n < len(p) {
		return n, io.ErrShortWrite
	}
	return n, nil
}

func TestAWriterThatFailsEndsIt(t *testing.T) {
	src := disks(t)["data in two tables"]
	size := len(write(t, src))
	for left := 0; left < size; left += size/40 + 1 {
		if _, err := Write(t.Context(), &full{left}, src); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("with %d bytes taken the error is %v", left, err)
		}
	}
}

func TestACancelledContextEndsIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Write(ctx, io.Discard, disks(t)["several batches"]); !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v", err)
	}
}

func TestTheChecksumIsThatOfTheDisk(t *testing.T) {
	for name, src := range disks(t) {
		data, err := os.ReadFile(src.Name())
		if err != nil {
			t.Fatal(err)
		}
		if crc, err := Write(t.Context(), io.Discard, src); err != nil || crc != disk.CRC64NVME(crc64nvme.Checksum(data)) {
			t.Errorf("%s: checksum is %s, %v", name, crc, err)
		}
	}
}
