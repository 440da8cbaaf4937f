package client

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/docker/cli/cli/config"
	"github.com/docker/cli/cli/config/types"
	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/cmd/buildctl/build"
	"github.com/moby/buildkit/session"
	"github.com/moby/buildkit/session/auth/authprovider"
	"github.com/tonistiigi/fsutil"

	"github.com/amikit/amikit/internal/roots"
)

// solveOpt translates the options into BuildKit's.
func solveOpt(o Options, env Environment) (*client.SolveOpt, error) {
	opt := &client.SolveOpt{
		FrontendAttrs: map[string]string{},
		LocalMounts:   map[string]fsutil.FS{},
		Session:       []session.Attachable{registryAuth(env.Stderr)},
	}
	steps := []func(*client.SolveOpt, Options, Environment) error{
		addCall, addTarget, addContext, addBuildContexts, addBuildArgs, addSecrets, addSSH, addAllow, addAttests, addOutputs, addCaches,
	}
	for _, add := range steps {
		if err := add(opt, o, env); err != nil {
			return nil, err
		}
	}
	return opt, nil
}

// registryAuth gives the daemon the user's registry credentials, and asks registries
// for tokens with them.
func registryAuth(stderr *os.File) session.Attachable {
	load := authprovider.LoadAuthConfig(config.LoadDefaultConfigFile(stderr))
	return authprovider.NewDockerAuthProvider(authprovider.DockerAuthProviderConfig{
		AuthConfigProvider: func(ctx context.Context, host string, scope []string, expired authprovider.ExpireCachedAuthCheck) (types.AuthConfig, error) {
			roots.Trust() // what comes next is a connection to the registry
			return load(ctx, host, scope, expired)
		},
	})
}

func addTarget(opt *client.SolveOpt, o Options, _ Environment) error {
	if o.Target != "" {
		opt.FrontendAttrs["target"] = o.Target
	}
	if len(o.Platforms) > 0 {
		opt.FrontendAttrs["platform"] = strings.Join(o.Platforms, ",")
	}
	if o.NoCache {
		opt.FrontendAttrs["no-cache"] = ""
	}
	return nil
}

func addAllow(opt *client.SolveOpt, o Options, _ Environment) error {
	if err := build.ValidateAllow(o.Allow); err != nil {
		return fmt.Errorf("--allow: %w", err)
	}
	opt.AllowedEntitlements = o.Allow
	return nil
}

func addOutputs(opt *client.SolveOpt, o Options, _ Environment) error {
	var specs []string
	for _, spec := range o.Outputs {
		specs = append(specs, expandOutput(spec))
	}
	var err error
	if opt.Exports, err = build.ParseOutput(specs); err != nil {
		return fmt.Errorf("--output: %w", err)
	}
	return nil
}

// expandOutput knows the short forms: "-" is a tar on stdout, a path a folder.
func expandOutput(spec string) string {
	switch {
	case spec == "-":
		return "type=tar,dest=-"
	case strings.Contains(spec, "="):
		return spec
	}
	return "type=local,dest=" + spec
}

func addCaches(opt *client.SolveOpt, o Options, _ Environment) error {
	var err error
	if opt.CacheImports, err = build.ParseImportCache(expandCaches(o.CacheFrom)); err != nil {
		return fmt.Errorf("--cache-from: %w", err)
	}
	if opt.CacheExports, err = build.ParseExportCache(expandCaches(o.CacheTo)); err != nil {
		return fmt.Errorf("--cache-to: %w", err)
	}
	return nil
}

// expandCaches knows the short form: a reference is a cache in a registry.
func expandCaches(specs []string) []string {
	var expanded []string
	for _, spec := range specs {
		if !strings.Contains(spec, "=") {
			spec = "type=registry,ref=" + spec
		}
		expanded = append(expanded, spec)
	}
	return expanded
}
