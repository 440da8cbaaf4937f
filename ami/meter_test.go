package ami

import (
	"strings"
	"testing"
	"time"
)

// told is what a meter tells of so many MiB a second out of 100 GiB.
func told(method Method, rate int64) []string {
	var lines []string
	clock := time.Unix(0, 0)
	m := &meter{method: method, now: func() time.Time { return clock }, tell: func(line string) { lines = append(lines, line) }}
	const total, resumed = 100 << 30, 50 << 30
	for second := range int64(20) {
		clock = time.Unix(second, 0)
		m.see(resumed+second*rate<<20, total)
	}
	return lines
}

func TestTheRateOfTheFirstSecondsIsToldOnce(t *testing.T) {
	lines := told(ByEBS, 100)
	if len(lines) != 1 || !strings.HasPrefix(lines[0], "100.0 MiB/s in the first 5s, about 8m0s left") || strings.Contains(lines[0], "IMPORT_METHOD") {
		t.Fatalf("told %q", lines)
	}
}

func TestTheOtherMethodIsNamedWhereItIsFaster(t *testing.T) {
	for name, c := range map[string]struct {
		method Method
		rate   int64
		names  string
	}{
		"ebs from far away":    {ByEBS, 5, "IMPORT_METHOD=s3"},
		"s3 from nearby":       {ByS3, 200, "IMPORT_METHOD=ebs"},
		"ebs from nearby":      {ByEBS, 200, ""},
		"s3 from far away":     {ByS3, 5, ""},
		"nothing moves at all": {ByEBS, 0, ""},
	} {
		lines := strings.Join(told(c.method, c.rate), "\n")
		if named := strings.Contains(lines, "IMPORT_METHOD="); named != (c.names != "") || !strings.Contains(lines, c.names) {
			t.Errorf("%s: told %q", name, lines)
		}
	}
}
