package diskcmd

import (
	"strings"
	"testing"
)

func TestAWrongNumberOfArgumentsShowsTheUsage(t *testing.T) {
	for _, words := range [][]string{{"build"}, {"build", "one"}, {"inspect"}, {"digest", "one", "two"}, {"diff", "one", "two", "three"}} {
		_, err := run(t, words...)
		if err == nil || !strings.Contains(err.Error(), "; usage: ") || !strings.Contains(err.Error(), " "+words[0]+" ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: it says %v", words, err)
		}
	}
}
