package ebs

import (
	"testing"
	"time"
)

func TestAQuotaIsThatOfASecondAndOfASnapshot(t *testing.T) {
	var q quotas
	start := time.Unix(0, 0)
	take := func(name string, after time.Duration) int {
		taken := 0
		for range 20 {
			if q.take(name, 10, start.Add(after)) {
				taken++
			}
		}
		return taken
	}
	for _, c := range []struct {
		name  string
		after time.Duration
		want  int
	}{
		{"a", 0, 10}, {"a", 0, 0}, {"b", 0, 10}, {"a", 500 * time.Millisecond, 5}, {"a", time.Hour, 10},
	} {
		if got := take(c.name, c.after); got != c.want {
			t.Errorf("%s after %s: %d of 20 were let through, want %d", c.name, c.after, got, c.want)
		}
	}
}
