package ami

import (
	"fmt"
	"sync"
	"time"
)

// Times by which the methods are compared (users of VM Import tell of 15 to 45
// minutes for an import).
const (
	// measured is for how long the rate is looked at before it is told.
	measured = 5 * time.Second
	// importMin and importMax are what an import takes AWS behind the upload.
	importMin = 15 * time.Minute
	importMax = 45 * time.Minute
)

// meter measures the rate of the first seconds of an upload.
type meter struct {
	method Method
	now    func() time.Time
	tell   func(line string)

	mu    sync.Mutex
	begun time.Time
	base  int64
	told  bool
}

// see is told how far the upload is. Once, it tells rate and time left, and names
// the other method where that one would be faster.
func (m *meter) see(done, total int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.begun.IsZero() {
		m.begun, m.base = m.now(), done
		return
	}
	took := m.now().Sub(m.begun)
	if m.told || took < measured || done <= m.base || done >= total {
		return
	}
	m.told = true
	rate := float64(done-m.base) / took.Seconds()
	left := time.Duration(float64(total-done) / rate * float64(time.Second))
	m.tell(fmt.Sprintf("%.1f MiB/s in the first %s, about %s left%s", rate/(1<<20), took.Round(time.Second), roundTime(left), m.other(left)))
}

// other names the method that would be faster by its usual times.
func (m *meter) other(left time.Duration) string {
	switch {
	case m.method == ByEBS && left > importMax:
		return fmt.Sprintf("; IMPORT_METHOD=s3 is likely faster from here: large parts suit a slow line better, and the import takes AWS %.0f to %.0f minutes", importMin.Minutes(), importMax.Minutes())
	case m.method == ByS3 && left < importMin:
		return fmt.Sprintf(" and then %.0f to %.0f minutes for AWS's import; IMPORT_METHOD=ebs needs none and is likely faster", importMin.Minutes(), importMax.Minutes())
	}
	return ""
}

func roundTime(d time.Duration) time.Duration {
	if d > 2*time.Minute {
		return d.Round(time.Minute)
	}
	return d.Round(time.Second)
}

// uploading returns what reports the progress of the upload that now begins.
func (r *run) uploading() func(done, total int64) {
	m := &meter{method: r.method, now: time.Now, tell: func(line string) { r.info("upload", "%s", line) }}
	return func(done, total int64) {
		r.Reporter.Report(Event{Kind: Progress, Stage: "upload", Done: done, Total: total})
		m.see(done, total)
	}
}
