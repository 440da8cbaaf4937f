package harness

import (
	"bytes"
	"encoding/json"
	"os/exec"
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
	logs     strings.Builder
	warnings []string
}

func execute(cmd *exec.Cmd) *Result {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	r := &Result{vertices: map[digest.Digest]*client.Vertex{}}
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
	}
	for _, l := range status.Logs {
		r.logs.Write(l.Data)
	}
	for _, w := range status.Warnings {
		r.warnings = append(r.warnings, string(w.Short))
	}
}

// Executed counts the vertices whose name holds a text and that really ran.
func (r *Result) Executed(name string) int {
	n := 0
	for _, v := range r.vertices {
		if strings.Contains(v.Name, name) && v.Started != nil && !v.Cached {
			n++
		}
	}
	return n
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
func (r *Result) Warnings() []string { return r.warnings }

// Failure is what a person reads of a failed build: the client's message and
// the log of the steps.
func (r *Result) Failure() string { return r.Stderr + r.Logs() }
