package builtin

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/uuid"
)

// extFS fills a partition, or a file of its own, with an ext filesystem that
// holds a copy of a folder.
type extFS struct {
	tool   *program
	kind   string // "ext2" or "ext4"
	label  string
	id     uuid.UUID
	seed   uuid.UUID // of the hashes in directories
	source string
	inodes int64
	// blockSize is the size of a block in bytes.
	blockSize int
	// journal is the size of ext4's journal in MiB.
	journal int
	times   timestamps
	work    string
	// edits are made in the filled filesystem.
	edits edits
}

func (e extFS) fill(ctx context.Context, disk string, offset, size int64) error {
	if err := e.make(ctx, disk, offset, size); err != nil {
		return err
	}
	if err := e.edits.apply(ctx, disk, offset); err != nil {
		return fmt.Errorf("add files: %w", err)
	}
	return e.times.apply(disk, offset, e.source)
}

func (e extFS) make(ctx context.Context, disk string, offset, size int64) error {
	config, err := writeConfig(e.work)
	if err != nil {
		return err
	}
	return e.tool.makeFS(ctx, config, e.arguments(disk, offset, size))
}

// arguments gives the one -E that every version of mke2fs heeds.
func (e extFS) arguments(disk string, offset, size int64) []string {
	args := []string{
		"-q", "-F", "-t", e.kind, "-b", fmt.Sprint(e.blockSize), "-L", e.label, "-U", e.id.String(),
		"-E", fmt.Sprintf("offset=%d,hash_seed=%s,root_owner=0:0,lazy_itable_init=1", offset, e.seed),
		"-d", e.source,
	}
	if e.inodes > 0 {
		args = append(args, "-N", fmt.Sprint(e.inodes))
	}
	if e.journal > 0 {
		args = append(args, "-J", fmt.Sprintf("size=%d", e.journal))
	}
	return append(args, disk, fmt.Sprintf("%dk", size/1024))
}

// config stands in for the host's own, which would change the disk. The features
// are those that every supported GRUB reads; without metadata checksums the
// times in inodes can be set afterwards.
const config = `[defaults]
	base_features = sparse_super,large_file,filetype,resize_inode,dir_index,ext_attr
	default_mntopts = acl,user_xattr
	enable_periodic_fsck = 0
	blocksize = 4096
	inode_size = 256
	inode_ratio = 16384
[fs_types]
	ext2 = {
		inode_size = 256
	}
	ext4 = {
		features = has_journal,extent,huge_file,flex_bg,uninit_bg,dir_nlink,extra_isize
		inode_size = 256
	}
	small = {
		inode_ratio = 4096
	}
	floppy = {
		inode_ratio = 8192
	}
	big = {
		inode_ratio = 16384
	}
	huge = {
		inode_ratio = 16384
	}
`

func writeConfig(dir string) (string, error) {
	name := filepath.Join(dir, "mke2fs.conf")
	if err := os.WriteFile(name, []byte(config), 0o600); err != nil {
		return "", fmt.Errorf("write the configuration of mke2fs: %w", err)
	}
	return name, nil
}
