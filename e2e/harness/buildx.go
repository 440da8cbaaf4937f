package harness

import "path/filepath"

// builder is buildx's name for the suite's daemon.
const builder = "e2e"

// setUpBuildx makes the suite's daemon a builder of a buildx with a
// configuration of its own.
func (s *Suite) setUpBuildx() error {
	return s.run("buildx", "create", "--name", builder, "--driver", "remote", s.Buildkitd.Address)
}

// clientEnviron is the environment of every client's command.
func (s *Suite) clientEnviron(host string) []string {
	return []string{
		"BUILDKIT_HOST=" + host, "BUILDX_CONFIG=" + filepath.Join(s.Dir, "buildx"),
		"BUILDX_NO_DEFAULT_ATTESTATIONS=1", "DOCKER_CONFIG=" + s.Dir,
	}
}
