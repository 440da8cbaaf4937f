package compare

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/amikit/amikit/disk"
)

// attributeFields are the extended attributes that differ.
func attributeFields(a, b *disk.FileEntry) ([]Field, error) {
	old, err := a.Attributes()
	if err != nil {
		return nil, err
	}
	now, err := b.Attributes()
	if err != nil {
		return nil, err
	}
	all := maps.Clone(old)
	if all == nil {
		all = now
	}
	maps.Copy(all, now)
	var differ []Field
	for _, name := range slices.Sorted(maps.Keys(all)) {
		was, had := old[name]
		is, has := now[name]
		if was != is || had != has {
			differ = append(differ, Field{"attribute " + name, attributeText(was, had), attributeText(is, has)})
		}
	}
	return differ, nil
}

// attributeText shows text as it is and any other value by its bytes.
func attributeText(value string, there bool) string {
	switch plain := strings.TrimSuffix(value, "\x00"); {
	case !there:
		return ""
	case value == "":
		return "(empty)"
	case plain == "" || strings.ContainsFunc(plain, func(r rune) bool { return r < ' ' || r > '~' }):
		return fmt.Sprintf("%#x (%d bytes)", value, len(value))
	default:
		return plain
	}
}
