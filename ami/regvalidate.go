package ami

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/amikit/amikit/disk"
)

// Limits of what an image holds (Amazon EC2 API Reference, RegisterImage; Amazon
// EC2 User Guide, "Tag restrictions"; Amazon EBS direct APIs, Tag).
const (
	maxUEFIData    = 64000
	maxDescription = 255
	maxUserKey     = 127
	maxUserValue   = 255
	ownTags        = 10
)

// problems are those that can be seen without the disk.
func (s Registration) problems() (found Problems) {
	s = s.withDefaults()
	add := func(setting, value, reason string) {
		found = append(found, &InvalidError{Setting: setting, Value: value, Reason: reason})
	}
	s.checkModes(add)
	s.checkVolumes(add)
	s.checkTexts(add)
	s.checkTags(add)
	return found
}

func (s Registration) checkModes(add func(setting, value, reason string)) {
	if !slices.Contains([]disk.BootMode{"", disk.BootUEFI, disk.BootLegacyBIOS, disk.BootUEFIPreferred}, s.BootMode) {
		add("BOOT_MODE", string(s.BootMode), "is unknown: it must be uefi, legacy-bios or uefi-preferred")
	}
	for setting, value := range map[string]Switch{"IMDSV2": s.IMDSv2, "ENA": s.ENA} {
		if value != Auto && value != On && value != Off {
			add(setting, string(value), "is unknown: it must be auto, true or false")
		}
	}
	if !devicePattern.MatchString(s.RootDevice) {
		add("ROOT_DEVICE", s.RootDevice, "is no name of a volume: give one such as /dev/xvda or /dev/sda1")
	}
}

func (s Registration) checkVolumes(add func(setting, value, reason string)) {
	for _, c := range s.Root.check(true) {
		add(c.member, c.value, c.reason)
	}
	taken := []string{s.RootDevice}
	for _, v := range s.Volumes {
		for _, reason := range v.checkFurther(taken) {
			add("VOLUMES", v.Device, reason)
		}
		taken = append(taken, v.Device)
	}
}

// checkFurther is for a volume beside the root.
func (v Volume) checkFurther(taken []string) (reasons []string) {
	add := func(wrong bool, reason string) {
		if wrong {
			reasons = append(reasons, reason)
		}
	}
	add(!devicePattern.MatchString(v.Device), "is no name of a volume: give device=/dev/sdf or such")
	add(slices.Contains(taken, v.Device), "is there twice: each volume needs a device name of its own")
	add(v.SnapshotID == "" && v.Size == 0, "has neither size nor snapshot: give size=GIB or snapshot=snap-…")
	add(v.SnapshotID != "" && !snapshotPattern.MatchString(v.SnapshotID), fmt.Sprintf("has snapshot %q, which is no ID of a snapshot", v.SnapshotID))
	add(v.SnapshotID != "" && v.Encrypted, "is to be encrypted and has a snapshot: its encryption is that of the snapshot")
	for _, c := range v.check(false) {
		member := strings.ToLower(strings.TrimPrefix(c.member, "VOLUME_"))
		add(true, fmt.Sprintf("has %s %q, which %s", member, c.value, c.reason))
	}
	return reasons
}

func (s Registration) checkTexts(add func(setting, value, reason string)) {
	if len(s.UEFIData) > maxUEFIData {
		add("UEFI_DATA", abbreviate(s.UEFIData), fmt.Sprintf("is too long: %d characters, and EC2 takes %d", len(s.UEFIData), maxUEFIData))
	}
	if _, err := base64.StdEncoding.DecodeString(s.UEFIData); err != nil {
		add("UEFI_DATA", abbreviate(s.UEFIData), "is neither a file nor base64")
	}
	if n := utf8.RuneCountInString(s.Description); n > maxDescription {
		add("DESCRIPTION", abbreviate(s.Description), fmt.Sprintf("is too long: %d characters, and EC2 takes %d", n, maxDescription))
	}
	if !printable(s.Description) {
		add("DESCRIPTION", abbreviate(s.Description), notPrintable)
	}
}

func (s Registration) checkTags(add func(setting, value, reason string)) {
	if n := len(s.Tags); n > maxTags-ownTags {
		add("TAGS", fmt.Sprintf("%d tags", n), fmt.Sprintf("are too many: a resource has %d, and amikit puts %d of its own", maxTags, ownTags))
	}
	for _, key := range sortedKeys(s.Tags) {
		switch n, prefix := utf8.RuneCountInString(key), strings.ToLower(key); {
		case n == 0 || n > maxUserKey:
			add("TAGS", abbreviate(key), fmt.Sprintf("is no key of a tag: it has 1 to %d characters", maxUserKey))
		case strings.HasPrefix(prefix, "aws:"), strings.HasPrefix(prefix, "amikit:"):
			add("TAGS", key, "begins with a prefix that is reserved")
		}
		if n := utf8.RuneCountInString(s.Tags[key]); n > maxUserValue {
			add("TAGS", key, fmt.Sprintf("has a value of %d characters, and AWS takes %d", n, maxUserValue))
		}
		if !printable(key) || !printable(s.Tags[key]) {
			add("TAGS", abbreviate(key), notPrintable)
		}
	}
}

const notPrintable = "holds a control character, or is not UTF-8: EC2 would keep another text"

// printable reports whether XML, in which EC2 answers, can hold the text.
func printable(text string) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, unicode.IsControl) < 0
}

// abbreviate keeps a message on one line.
func abbreviate(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
