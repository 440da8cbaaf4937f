//go:build e2e

package e2e

import (
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The tests read a disk with the usual programs, not with amikit's own code.

const sectorSize = 512

func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// checkTable fails where sgdisk finds fault with the partition table. It says
// "No problems found" of a disk without partitions too, so one is looked for.
func checkTable(t *testing.T, raw string) {
	t.Helper()
	if out := tool(t, "sgdisk", "-v", raw); !strings.Contains(out, "No problems found") {
		t.Fatalf("sgdisk -v:\n%s", out)
	}
	partitionStart(t, raw, 1)
}

var firstSector = regexp.MustCompile(`First sector: ([0-9]+)`)

// partitionStart returns a partition's offset in bytes.
func partitionStart(t *testing.T, raw string, number int) int64 {
	t.Helper()
	out := tool(t, "sgdisk", "-i", strconv.Itoa(number), raw)
	found := firstSector.FindStringSubmatch(out)
	if found == nil {
		t.Fatalf("the disk has no partition %d:\n%s", number, out)
	}
	sector, err := strconv.ParseInt(found[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return sector * sectorSize
}

// cat returns a file of a partition with ext2, ext3 or ext4.
func cat(t *testing.T, raw string, partition int, path string) string {
	t.Helper()
	disk := fmt.Sprintf("%s?offset=%d", raw, partitionStart(t, raw, partition))
	out, err := exec.CommandContext(t.Context(), "debugfs", "-R", "cat "+path, disk).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// listESP lists all files of the first partition, a FAT filesystem.
func listESP(t *testing.T, raw string) string {
	t.Helper()
	return tool(t, "mdir", "-/", "-b", "-i", fmt.Sprintf("%s@@%d", raw, partitionStart(t, raw, 1)), "::")
}

// oemPartition is the number of the partition that holds the cloud-config.
func oemPartition(t *testing.T, raw string) int {
	t.Helper()
	for line := range strings.Lines(tool(t, "sgdisk", "-p", raw)) {
		fields := strings.Fields(line)
		if len(fields) > 0 && strings.EqualFold(fields[len(fields)-1], "oem") {
			n, err := strconv.Atoi(fields[0])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatal("the disk has no OEM partition")
	return 0
}
