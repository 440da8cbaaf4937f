package disk

import (
	"context"
	"io"

	"go.yaml.in/yaml/v3"
)

// Files of Kairos disks that are not installed yet.
const (
	recoveryImage = "cOS/recovery.img"
	resetConfig   = "01_reset.yaml"
)

// readKairos reads the image of the system, a filesystem in a file of the
// recovery partition.
func (s *System) readKairos(ctx context.Context, r io.ReaderAt, recovery Partition) {
	image, err := recovery.openImage(r)
	if err != nil {
		s.unread("partition %d: %v", recovery.Number, err)
		return
	}
	root, err := openExt(image)
	if err != nil {
		s.unread("%s: %v", recoveryImage, err)
		return
	}
	s.readSystem(ctx, root)
}

func (p Partition) openImage(r io.ReaderAt) (*extFile, error) {
	fs, err := p.open(r)
	if err != nil {
		return nil, err
	}
	return fs.open(recoveryImage)
}

// readFirstBoot follows the steps of auroraboot's disks: a partition for the
// system behind the last one, of three times the recovery partition's size and
// 100 MiB unless its own configuration says otherwise. A disk that adds nothing
// gives nil.
func readFirstBoot(r io.ReaderAt, l *Layout) *FirstBoot {
	recovery, ok := l.labelled(labelRecovery)
	if _, installed := l.labelled(labelState); !ok || installed {
		return nil
	}
	state := 3*recovery.Size + 100<<20
	if oem, ok := l.labelled(labelOEM); ok {
		if size := readStateSize(r, oem); size > 0 {
			state = size
		}
	}
	image, end := int64(0), int64(0)
	if f, err := recovery.openImage(r); err == nil {
		image = f.Size()
	}
	for _, p := range l.Partitions {
		end = max(end, p.End())
	}
	return NewFirstBoot(image, state, end)
}

// layoutConfig is the part of a yip file that adds partitions; sizes are in MiB.
type layoutConfig struct {
	Stages map[string][]struct {
		Layout struct {
			Add []struct {
				Label string `yaml:"fsLabel"`
				Size  int64  `yaml:"size"`
			} `yaml:"add_partitions"`
		} `yaml:"layout"`
	} `yaml:"stages"`
}

// readStateSize returns what the disk's own configuration says; 0 for nothing.
func readStateSize(r io.ReaderAt, oem Partition) int64 {
	fs, err := oem.open(r)
	if err != nil {
		return 0
	}
	text, err := fs.readText(resetConfig)
	var c layoutConfig
	if err != nil || yaml.Unmarshal(text, &c) != nil {
		return 0
	}
	for _, steps := range c.Stages {
		for _, step := range steps {
			for _, p := range step.Layout.Add {
				if p.Label == labelState && p.Size < 1<<40 {
					return p.Size << 20
				}
			}
		}
	}
	return 0
}
