package builtin

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/amikit/amikit/internal/userdata"
)

// oemPart fills the OEM partition, whose files Kairos reads in the order of
// their names.
type oemPart struct {
	userData []byte
	reset    string
	fs       extFS
}

// Names on the OEM partition.
const (
	oemUserData = "90_custom.yaml"
	oemReset    = "01_reset.yaml"
	oemGRUBEnv  = "grubenv"
)

func (o Options) oem(t *tools, id identity, state int64) oemPart {
	p := oemPart{userData: o.UserData, reset: resetConfig(state), fs: o.ext2(t, id, labelOEM)}
	p.fs.blockSize = 1024
	if p.userData == nil {
		o.warn("there is no user-data: nobody can log in unless the image has a user")
		p.userData = userdata.Minimal()
	}
	return p
}

func (p oemPart) fill(ctx context.Context, disk string, offset, size int64) error {
	stage, err := newStage(p.fs.work, "oem")
	if err != nil {
		return err
	}
	if err := p.lay(stage); err != nil {
		return err
	}
	p.fs.source = stage.dir
	if err := p.fs.fill(ctx, disk, offset, size); err != nil {
		return err
	}
	return os.RemoveAll(stage.dir)
}

func (p oemPart) lay(s stage) error {
	if err := s.write(oemUserData, p.userData, 0o600); err != nil {
		return err
	}
	if err := s.write(oemReset, []byte(p.reset), 0o644); err != nil {
		return err
	}
	if err := s.write(oemGRUBEnv, grubEnvironment("next_entry=recovery"), 0o644); err != nil {
		return err
	}
	return s.settle()
}

// grubEnvironment is a block as grub-editenv makes it: 1024 bytes, filled with "#".
func grubEnvironment(line string) []byte {
	block := bytes.Repeat([]byte("#"), 1024)
	copy(block, "# GRUB Environment Block\n"+line+"\n")
	return block
}

// resetConfig makes the first boot, which is into recovery, add the partitions
// behind the last one and install the system there. Then it removes itself.
func resetConfig(state int64) string {
	return fmt.Sprintf(`name: "First boot: partitions and installation"
stages:
  rootfs.before:
    - name: "Partitions for the system and its data"
      layout:
        device:
          label: %s
        add_partitions:
          - fsLabel: %s
            pLabel: state
            size: %d
            filesystem: ext2
          - fsLabel: %s
            pLabel: persistent
            filesystem: ext2
  network:
    - name: "Let the new partitions appear"
      commands:
        - udevadm trigger
    - name: "Install the system"
      if: '[ -f "/run/cos/recovery_mode" ] && [ ! -f "/oem/.autoreset.skip" ]'
      commands:
        - kairos-agent --debug reset --unattended --reboot
  after-reset:
    - name: "Remove this file"
      if: '[ -f "/oem/%[5]s" ]'
      commands:
        - rm /oem/%[5]s
`, labelRecovery, labelState, state, labelPersistent, oemReset)
}
