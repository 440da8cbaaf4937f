package builtin

import (
	"strings"

	"github.com/amikit/amikit/internal/disk/firstboot"
)

// judge refuses a system that no instance can start from, and passes on what its
// owner should know.
func (o Options) judge(s *system, id identity, names rootNames) error {
	system := firstboot.System{
		Root: s.root, Boot: s.boot, Fstab: s.fstab, CommandLine: o.commandLine(s, id),
		Sources: []string{
			"LABEL=" + names.label, "UUID=" + names.id.String(), "PARTLABEL=" + names.partLabel, "PARTUUID=" + strings.ToLower(names.partUUID),
			"LABEL=" + s.fstab.espLabel(), "PARTLABEL=EFI",
		},
	}
	if s.boot.UKI != nil {
		system.CommandLine = s.boot.UKI.CommandLine
	}
	return firstboot.Judge(firstboot.Check(system), func(text string) { o.warn("%s", text) })
}

// judgeKairos does the same by what concerns every Linux: the rest Kairos does itself.
func (s *system) judgeKairos() error {
	return firstboot.Judge(firstboot.Check(firstboot.System{Root: s.root, Boot: s.boot}), func(string) {})
}
