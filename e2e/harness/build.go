package harness

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Build is one build, whichever client runs it. Nothing secret is in a
// command's arguments.
type Build struct {
	// Context is the folder of the build context and its Dockerfile, or an address.
	Context string
	// Target is what is built.
	Target string
	// Args are the build args.
	Args map[string]string
	// Secrets are values by ID, given by environment variables.
	Secrets map[string]string
	// SecretFiles are files by ID.
	SecretFiles map[string]string
	// Contexts are the named contexts as buildx takes them.
	Contexts map[string]string
	// Platforms are those of the result; none means the daemon's own.
	Platforms []string
	// Allow are the entitlements that the client grants.
	Allow []string
	// Output is the folder that takes the result; empty means nowhere.
	Output string
	// Extra are more arguments of the client's command line.
	Extra []string
	// Env are more variables of the client's environment, as NAME=VALUE.
	Env []string
	// Host is the daemon's address; empty means the suite's.
	Host string
	// Builder is buildx's name for the daemon; empty means the suite's.
	Builder string
}

// Client is a way to run a build.
type Client string

// The clients, each a way into amikit.
const (
	// Gateway is buildctl with the frontend's image as its source.
	Gateway Client = "buildctl with gateway.v0"
	// Syntax is buildctl with the Dockerfile's own syntax line.
	Syntax Client = "buildctl with the syntax line"
	// Buildx is buildx, with the Dockerfile's own syntax line.
	Buildx Client = "buildx with the syntax line"
	// Amikit is the command amikit build.
	Amikit Client = "amikit build"
)

// Clients returns every client.
func Clients() []Client { return []Client{Gateway, Syntax, Buildx, Amikit} }

// Run runs a build and waits for its end.
func (s *Suite) Run(ctx context.Context, c Client, b Build) *Result {
	var cmd *exec.Cmd
	switch c {
	case Gateway:
		cmd = exec.CommandContext(ctx, "buildctl", append([]string{"build", "--frontend", "gateway.v0", "--opt", "source=" + s.Image}, b.buildctl()...)...)
	case Syntax:
		cmd = exec.CommandContext(ctx, "buildctl", append([]string{"build", "--frontend", "dockerfile.v0"}, b.buildctl()...)...)
	case Buildx:
		cmd = exec.CommandContext(ctx, "buildx", append([]string{"build", "--builder", cmp.Or(b.Builder, builder)}, b.buildx()...)...)
	case Amikit:
		cmd = exec.CommandContext(ctx, s.Amikit, append([]string{"build"}, b.buildx()...)...)
	default:
		panic("harness: unknown client " + string(c))
	}
	return s.Do(cmd, b)
}

// Do runs a client's command with the build's secrets and daemon, beside the
// environment that it has.
func (s *Suite) Do(cmd *exec.Cmd, b Build) *Result {
	host := b.Host
	if host == "" {
		host = s.Buildkitd.Address
	}
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(append(cmd.Env, s.clientEnviron(host)...), b.Env...)
	for id, value := range b.Secrets {
		cmd.Env = append(cmd.Env, secretVariable(id)+"="+value)
	}
	return execute(cmd)
}

// secretVariable is the environment variable of the client that holds a secret.
// It is none of AWS's own, which the client could read for itself.
func secretVariable(id string) string {
	return "E2E_SECRET_" + strings.ToUpper(strings.ReplaceAll(id, "-", "_"))
}

func (b Build) buildctl() []string {
	args := b.buildctlContext()
	opt := func(key, value string) { args = append(args, "--opt", key+"="+value) }
	if b.Target != "" {
		opt("target", b.Target)
	}
	if len(b.Platforms) > 0 {
		opt("platform", strings.Join(b.Platforms, ","))
	}
	for _, name := range sorted(b.Args) {
		opt("build-arg:"+name, b.Args[name])
	}
	for _, name := range sorted(b.Contexts) {
		value := b.Contexts[name]
		if dir, ok := strings.CutPrefix(value, "local:"); ok {
			args = append(args, "--local", name+"="+dir)
			value = "local:" + name
		}
		opt("context:"+name, value)
	}
	if b.Output != "" {
		args = append(args, "--output", "type=local,dest="+b.Output)
	}
	return append(args, b.common()...)
}

func (b Build) buildctlContext() []string {
	if strings.Contains(b.Context, "://") {
		return []string{"--opt", "context=" + b.Context}
	}
	return []string{"--local", "context=" + b.Context, "--local", "dockerfile=" + b.Context}
}

func (b Build) buildx() []string {
	var args []string
	flag := func(name, value string) { args = append(args, "--"+name, value) }
	if b.Target != "" {
		flag("target", b.Target)
	}
	if len(b.Platforms) > 0 {
		flag("platform", strings.Join(b.Platforms, ","))
	}
	for _, name := range sorted(b.Args) {
		flag("build-arg", name+"="+b.Args[name])
	}
	for _, name := range sorted(b.Contexts) {
		flag("build-context", name+"="+strings.TrimPrefix(b.Contexts[name], "local:"))
	}
	if b.Output != "" {
		flag("output", "type=local,dest="+b.Output)
	}
	return append(append(args, b.common()...), b.Context)
}

// common are the flags that all clients spell alike.
func (b Build) common() []string {
	args := []string{"--progress", "rawjson"}
	for _, id := range sorted(b.Secrets) {
		args = append(args, "--secret", fmt.Sprintf("id=%s,env=%s", id, secretVariable(id)))
	}
	for _, id := range sorted(b.SecretFiles) {
		args = append(args, "--secret", fmt.Sprintf("id=%s,src=%s", id, b.SecretFiles[id]))
	}
	for _, e := range b.Allow {
		args = append(args, "--allow", e)
	}
	return append(args, b.Extra...)
}

func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
