package disk_test

import (
	"testing"

	"github.com/minio/crc64nvme"

	"github.com/amikit/amikit/disk"
)

func TestChecksumsOfPartsCombine(t *testing.T) {
	data := random(1, 1000)
	for _, cut := range []int{0, 1, 7, 8, 512, 999, 1000} {
		head := disk.CRC64NVME(crc64nvme.Checksum(data[:cut]))
		tail := disk.CRC64NVME(crc64nvme.Checksum(data[cut:]))
		if got, want := head.Append(tail, int64(1000-cut)), disk.CRC64NVME(crc64nvme.Checksum(data)); got != want {
			t.Errorf("cut at %d: combined %s, want %s", cut, got, want)
		}
	}
}

func TestZeroesCombineWithoutReadingThem(t *testing.T) {
	for _, n := range []int{0, 1, 8, 4096, 1 << 20} {
		want := disk.CRC64NVME(crc64nvme.Checksum(append([]byte("data"), make([]byte, n)...)))
		if got := disk.CRC64NVME(crc64nvme.Checksum([]byte("data"))).AppendZeroes(int64(n)); got != want {
			t.Errorf("%d zeroes: combined %s, want %s", n, got, want)
		}
	}
}

func TestChecksumIsWrittenAsS3WritesIt(t *testing.T) {
	// The check value of CRC-64/NVME, 0xae8b14860a799888, is that of "123456789".
	sum := disk.CRC64NVME(crc64nvme.Checksum([]byte("123456789")))
	if got, want := sum.String(), "rosUhgp5mIg="; got != want {
		t.Fatalf("written %q, want %q", got, want)
	}
	var back disk.CRC64NVME
	if err := back.UnmarshalText([]byte(sum.String())); err != nil || back != sum {
		t.Fatalf("read back %s, %v", back, err)
	}
}

func TestTextThatIsNoChecksumIsRefused(t *testing.T) {
	for _, text := range []string{"", "rosUhgp5mIg", "AAAA", "not base64!"} {
		var c disk.CRC64NVME
		if err := c.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q was taken as %s", text, c)
		}
	}
}
