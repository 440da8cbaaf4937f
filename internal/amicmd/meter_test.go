package amicmd

import (
	"testing"
	"time"

	"github.com/amikit/amikit/ami"
)

func TestAMeterTellsRateAndTimeLeft(t *testing.T) {
	const total = 100 * mib
	start := time.Unix(0, 0)
	for name, c := range map[string]struct {
		done []int64 // at each second behind the start, in MiB
		want string
	}{
		"nothing is known at first":       {[]int64{}, "0 of 100 MiB (0%)"},
		"a steady rate":                   {[]int64{10, 20, 30}, "30 of 100 MiB (30%), 10 MiB/s, 7s left"},
		"a slow one shows a decimal":      {[]int64{2, 4}, "4 of 100 MiB (4%), 2.0 MiB/s, 48s left"},
		"the end has no time left":        {[]int64{50, 100}, "100 of 100 MiB (100%), 50 MiB/s"},
		"a part that is sent again":       {[]int64{40, 20, 30}, "30 of 100 MiB (30%), 10 MiB/s, 7s left"},
		"only the last seconds count":     {append([]int64{60}, countFrom(61, 30)...), "90 of 100 MiB (90%), 1.0 MiB/s, 10s left"},
		"a stage that stands still still": {[]int64{0, 0}, "0 of 100 MiB (0%)"},
	} {
		m := &meter{}
		m.begin("upload", start)
		r := reading{total: total}
		for i, done := range c.done {
			r = m.see(ami.Event{Stage: "upload", Done: done * mib, Total: total}, start.Add(time.Duration(i+1)*time.Second))
		}
		if got := r.amount(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func countFrom(first int64, count int) []int64 {
	var list []int64
	for i := range count {
		list = append(list, first+int64(i))
	}
	return list
}

func TestTimesAreShort(t *testing.T) {
	for d, want := range map[time.Duration]string{
		400 * time.Millisecond: "0s", 59 * time.Second: "59s", 200 * time.Second: "3m20s", 7500 * time.Second: "2h05m",
	} {
		if got := short(d); got != want {
			t.Errorf("%s is %q, want %q", d, got, want)
		}
	}
}
