package earthfile_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/amikit/amikit/internal/diskcmd"
)

func TestEveryDiskCommandIsAVerbOfTheProgram(t *testing.T) {
	var verbs []string
	for _, r := range own(t) {
		for _, c := range r.Of("RUN") {
			if m := regexp.MustCompile(`/amikit-disk ([a-z]+)`).FindStringSubmatch(c.Text); m != nil {
				verbs = append(verbs, m[1])
			}
		}
	}
	for _, verb := range verbs {
		cmd, rest, err := diskcmd.New("amikit-disk").Find([]string{verb})
		if err != nil || cmd.Name() != verb || len(rest) != 0 {
			t.Errorf("amikit-disk has no verb %s: %v", verb, err)
		}
	}
	if want := []string{"check", "builtin", "auroraboot"}; !slices.Equal(verbs, want) {
		t.Errorf("the Earthfile runs amikit-disk with %v, want %v", verbs, want)
	}
}
