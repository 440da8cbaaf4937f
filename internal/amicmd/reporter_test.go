package amicmd

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/amikit/amikit/ami"
)

// watched is a log of plain lines with a clock that a test moves.
func watched(t *testing.T, formatter logrus.Formatter) (*lines, *bytes.Buffer, *time.Time) {
	t.Helper()
	var out bytes.Buffer
	log := logrus.New()
	log.SetOutput(&out)
	log.SetFormatter(formatter)
	at := time.Unix(0, 0)
	l := newLines(log)
	l.now = func() time.Time { return at }
	return l, &out, &at
}

func TestLinesArePacedAndTellTheEndOnce(t *testing.T) {
	l, out, at := watched(t, &logrus.TextFormatter{DisableTimestamp: true})
	const total = 4 * 3600
	l.Report(ami.Event{Stage: "upload", Message: "uploading disk.raw"})
	for done := int64(1); done <= total; done++ { // one each second, in four hours
		*at = at.Add(time.Second)
		l.Report(ami.Event{Kind: ami.Progress, Stage: "upload", Done: done * mib, Total: total * mib})
	}
	l.Report(ami.Event{Kind: ami.Progress, Stage: "upload", Done: total * mib, Total: total * mib})
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if n := len(lines); n < 240 || n > 260 {
		t.Errorf("%d lines in four hours", n)
	}
	if want := `level=info msg="upload: 5 of 14400 MiB (0%), 1.0 MiB/s, 3h59m left"`; lines[1] != want {
		t.Errorf("the second line is %s", lines[1])
	}
	if last := lines[len(lines)-1]; !strings.Contains(last, "14400 of 14400 MiB (100%)") || strings.Contains(lines[len(lines)-2], "(100%)") {
		t.Errorf("the last line is %s", last)
	}
}

func TestALogForProgramsHasTheFigures(t *testing.T) {
	l, out, at := watched(t, &logrus.JSONFormatter{})
	l.Report(ami.Event{Stage: "upload", Message: "uploading disk.raw"})
	*at = at.Add(10 * time.Second)
	out.Reset()
	l.Report(ami.Event{Kind: ami.Progress, Stage: "upload", Done: 20 * mib, Total: 60 * mib})
	var line struct {
		Stage          string
		Done, Total    int64
		BytesPerSecond int64
		SecondsLeft    int64
	}
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	if line.Stage != "upload" || line.Done != 20*mib || line.Total != 60*mib || line.BytesPerSecond != 2*mib || line.SecondsLeft != 20 {
		t.Fatalf("line is %+v", line)
	}
}

func TestWarningsAndMessagesAreNeverHeldBack(t *testing.T) {
	l, out, _ := watched(t, &logrus.TextFormatter{DisableTimestamp: true})
	l.Report(ami.Event{Kind: ami.Warning, Stage: "query", Message: "slow down"})
	l.Report(ami.Event{Kind: ami.Progress, Stage: "import", Message: "import-1: active, 19%", Done: 19, Total: 100})
	want := "level=warning msg=\"query: slow down\"\nlevel=info msg=\"import: import-1: active, 19%\"\n"
	if out.String() != want {
		t.Fatalf("log is %q", out)
	}
}
