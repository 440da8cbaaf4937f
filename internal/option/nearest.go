package option

import (
	"strings"

	"github.com/agext/levenshtein"
)

// Nearest returns the setting that differs from the name in few characters, and
// "" where there is none or the name is a setting itself.
func Nearest(name string) string {
	var names []string
	for _, o := range Table() {
		names = append(names, o.Name)
	}
	return NearestOf(name, names)
}

// NearestSecret is Nearest for the IDs of secrets.
func NearestSecret(id string) string {
	var ids []string
	for _, s := range Secrets() {
		ids = append(ids, s.ID)
	}
	return NearestOf(id, ids)
}

// NearestOf is Nearest among other names.
func NearestOf(name string, known []string) string {
	upper, best, least := strings.ToUpper(name), "", 3
	for _, candidate := range known {
		if candidate == name {
			return ""
		}
		// A short name is near to too many others.
		if d := levenshtein.Distance(upper, strings.ToUpper(candidate), nil); d < least && d <= len(candidate)/3 {
			best, least = candidate, d
		}
	}
	return best
}
