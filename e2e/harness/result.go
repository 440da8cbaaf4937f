package harness

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"

	"github.com/moby/buildkit/client"
	"github.com/opencontainers/go-digest"
)

// Result is what a client's command did.
type Result struct {
	// Err is how the command ended; nil is exit code 0.
	Err error
	// Stdout and Stderr are its output; Stderr is without the progress.
	Stdout, Stderr string
	// Raw is all that the command wrote to stderr.
	Raw []byte

	vertices map[digest.Digest]*client.Vertex
	cached   map[digest.Digest]bool
	logs     strings.Builder
	warnings []*client.VertexWarning
}

func execute(cmd *exec.Cmd) *Result {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	r := &Result{vertices: map[digest.Digest]*client.Vertex{}, cached: map[digest.Digest]bool{}}
	r.Err = cmd.Run()
	r.Stdout, r.Raw = stdout.String(), stderr.Bytes()
	r.parse()
	return r
}

// parse takes the progress, one JSON object a line, out of stderr.
func (r *Result) parse() {
	var rest strings.Builder
	for line := range strings.Lines(string(r.Raw)) {
		var status client.SolveStatus
		if !strings.HasPrefix(line, "{") || json.Unmarshal([]byte(line), &status) != nil {
			rest.WriteString(line)
			continue
		}
		r.add(&status)
	}
	r.Stderr = rest.String()
}

func (r *Result) add(status *client.SolveStatus) {
	for _, v := range status.Vertexes {
		r.vertices[v.Digest] = v
		// A result of an imported cache is pulled later, under the same name.
		r.cached[v.Digest] = r.cached[v.Digest] || v.Cached
	}
	for _, l := range status.Logs {
		r.logs.Write(l.Data)
	}
	r.warnings = append(r.warnings, status.Warnings...)
}

// Executed counts the vertices whose name holds a text and that really ran.
func (r *Result) Executed(name string) int {
	n := 0
	for _, ran := range r.Ran() {
		if strings.Contains(ran, name) {
			n++
		}
	}
	return n
}

// Ran returns the names of the vertices that really ran, sorted.
func (r *Result) Ran() []string {
	var names []string
	for _, v := range r.vertices {
		if v.Started != nil && !r.cached[v.Digest] {
			names = append(names, v.Name)
		}
	}
	slices.Sort(names)
	return names
}

// Names returns the names of all vertices, in no order.
func (r *Result) Names() []string {
	names := make([]string, 0, len(r.vertices))
	for _, v := range r.vertices {
		names = append(names, v.Name)
	}
	return names
}

// Logs is what the steps printed.
func (r *Result) Logs() string { return r.logs.String() }

// Warnings are the warnings of the build.
func (r *Result) Warnings() []string {
	var texts []string
	for _, w := range r.warnings {
		texts = append(texts, string(w.Short))
	}
	return texts
}

// Warned tells whether a warning with these words is about a line of the Dockerfile.
func (r *Result) Warned(words string, line int32) bool {
	for _, w := range r.warnings {
		if strings.Contains(string(w.Short), words) && len(w.Range) > 0 && w.Range[0].Start.Line == line {
			return true
		}
	}
	return false
}

// Failure is what a person reads of a failed build: the client's message and
// the log of the steps.
func (r *Result) Failure() string { return r.Stderr + r.Logs() }
