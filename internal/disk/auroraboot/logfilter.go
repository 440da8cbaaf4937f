package auroraboot

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// Limits of the log that is kept to explain a failure.
const (
	keptLines  = 400
	maxLogLine = 16 << 10
)

// hidden stands where a secret was.
const hidden = "[hidden]"

// logFilter passes a log on line by line, as it comes, without the cloud-config
// and without the secret texts. It keeps the last lines. It is a second line of
// defence: auroraboot never gets the user-data.
type logFilter struct {
	out     io.Writer
	secrets *strings.Replacer
	fields  *regexp.Regexp
	pending []byte
	lines   []string
}

func newLogFilter(out io.Writer, secrets []string) *logFilter {
	var pairs []string
	for _, s := range secrets {
		pairs = append(pairs, s, hidden)
		if quoted := strings.Trim(strconv.Quote(s), `"`); quoted != s {
			pairs = append(pairs, quoted, hidden)
		}
	}
	return &logFilter{
		out:     out,
		secrets: strings.NewReplacer(pairs...),
		fields:  regexp.MustCompile(`(^|\s)(cloudConfig|cloud_config|cc|content|s)=("(?:[^"\\]|\\.)*"?|\[[^\]]*\]?|\S+)`),
	}
}

// Write takes any part of the log; a line is passed on once it is whole.
func (f *logFilter) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		end := bytes.IndexAny(rest, "\r\n")
		if end < 0 {
			f.keepPart(rest)
			break
		}
		f.keepPart(rest[:end])
		if err := f.Flush(); err != nil {
			return 0, err
		}
		rest = rest[end+1:]
	}
	return len(p), nil
}

// keepPart drops the rest of an endless line: what is cut off cannot leak.
func (f *logFilter) keepPart(part []byte) {
	if room := maxLogLine - len(f.pending); len(part) > room {
		part = part[:room]
	}
	f.pending = append(f.pending, part...)
}

// Flush passes on a last line that has no end.
func (f *logFilter) Flush() error {
	line := f.clean(string(f.pending))
	f.pending = f.pending[:0]
	if line == "" {
		return nil
	}
	f.lines = append(f.lines, line)
	if len(f.lines) > keptLines {
		f.lines = f.lines[len(f.lines)-keptLines:]
	}
	_, err := io.WriteString(f.out, line+"\n")
	return err
}

func (f *logFilter) clean(line string) string {
	line = f.fields.ReplaceAllString(strings.TrimRight(line, " \t"), "${1}${2}="+hidden)
	return f.secrets.Replace(line)
}

// Lines returns the last lines, without secrets.
func (f *logFilter) Lines() []string { return f.lines }
