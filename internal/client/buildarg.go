package client

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"

	"github.com/moby/buildkit/client"

	"github.com/amikit/amikit/internal/dotenv"
	"github.com/amikit/amikit/internal/option"
)

// addBuildArgs gives the build its settings: --build-arg, then the environment
// variables of amikit's own names, then .arg.
func addBuildArgs(opt *client.SolveOpt, o Options, env Environment) error {
	args, err := readBuildArgs(o, env)
	for name, value := range args {
		opt.FrontendAttrs["build-arg:"+name] = value
	}
	return err
}

func readBuildArgs(o Options, env Environment) (map[string]string, error) {
	file, err := readContextFile(o.Context, dotenv.ArgFile)
	if err != nil {
		return nil, err
	}
	if err := refuseSecrets(file); err != nil {
		return nil, err
	}
	flags, err := parseBuildArgs(o.BuildArgs, env.LookupEnv)
	if err != nil {
		return nil, err
	}
	return mergeArgs(file, env.Getenv, flags), nil
}

// mergeArgs puts the three sources together, the last one strongest.
func mergeArgs(file map[string]string, getenv func(string) string, flags map[string]string) map[string]string {
	merged := map[string]string{}
	maps.Copy(merged, file)
	for _, o := range option.Table() {
		if value := getenv(o.Name); value != "" {
			merged[o.Name] = value
		}
	}
	maps.Copy(merged, flags)
	return merged
}

// parseBuildArgs reads NAME=value, and NAME alone as buildx does: the variable's
// value where it is set, else nothing.
func parseBuildArgs(specs []string, lookup func(string) (string, bool)) (map[string]string, error) {
	args := map[string]string{}
	for _, spec := range specs {
		name, value, given := strings.Cut(spec, "=")
		if name == "" {
			return nil, fmt.Errorf("--build-arg %s: give NAME=value", spec)
		}
		if !given {
			if value, given = lookup(name); !given {
				continue
			}
		}
		args[name] = value
	}
	return args, nil
}

// refuseSecrets keeps a secret out of the build args, which every record of the
// build shows.
func refuseSecrets(args map[string]string) error {
	for _, s := range option.Secrets() {
		if args[s.ID] != "" {
			return fmt.Errorf("%s stands in %s, whose values are recorded with the build; move it to %s", s.ID, dotenv.ArgFile, dotenv.SecretFile)
		}
	}
	return nil
}

// readContextFile reads .arg or .secret of a context that is a folder.
func readContextFile(context, name string) (map[string]string, error) {
	file, err := loadContextFile(context, name)
	if err != nil {
		return nil, err
	}
	return file.Values, nil
}

func loadContextFile(context, name string) (*dotenv.File, error) {
	if isRemote(context) {
		return &dotenv.File{Values: map[string]string{}}, nil
	}
	return dotenv.Load(filepath.Join(context, name))
}
