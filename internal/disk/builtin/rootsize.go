package builtin

// leastRootSize is the size of a root partition that surely holds the content:
// the content, inodes, the journal, and what ext4 keeps for itself.
func leastRootSize(u usage) int64 {
	const overhead = 32 * mib
	need := u.total() + u.entries*extInode*2 + overhead
	need += int64(journalSize(need)) * mib
	return roundToMiB(need + need/50)
}

// rootSize leaves a quarter of the content, and 256 MiB, for the first boot; more
// comes with DISK_SIZE or a larger volume.
func rootSize(u usage) int64 {
	return roundToMiB(leastRootSize(u) + u.bytes/4 + 256*mib)
}

const (
	extInode      = 256
	bytesPerInode = 16384
)

// inodeCount is mke2fs's usual density, and never less than the content with a
// quarter more.
func inodeCount(u usage, size int64) int64 {
	return max(size/bytesPerInode, u.entries+u.entries/4+1024)
}

// journalSize is in MiB.
func journalSize(size int64) int {
	switch {
	case size < 512*mib:
		return 8
	case size < 4096*mib:
		return 32
	}
	return 64
}
