package harness

import (
	"path/filepath"
	"strconv"
	"strings"
)

// builder is buildx's name for the suite's daemon.
const builder = "e2e"

// setUpBuildx makes the suite's daemon a builder of a buildx with a
// configuration of its own.
func (s *Suite) setUpBuildx() error {
	return s.MakeBuilder(builder, Node{Address: s.Buildkitd.Address})
}

// Node is one daemon of a builder.
type Node struct {
	// Address is the daemon's.
	Address string
	// Platforms are those that buildx gives to it; none means its own.
	Platforms []string
}

// MakeBuilder makes a builder of buildx of several daemons.
func (s *Suite) MakeBuilder(name string, nodes ...Node) error {
	for i, node := range nodes {
		args := []string{"create", "--name", name, "--driver", "remote", "--node", name + strconv.Itoa(i)}
		if i > 0 {
			args = append(args, "--append")
		}
		if len(node.Platforms) > 0 {
			args = append(args, "--platform", strings.Join(node.Platforms, ","))
		}
		if err := s.run("buildx", append(args, node.Address)...); err != nil {
			return err
		}
	}
	return nil
}

// clientEnviron is the environment of every client's command.
func (s *Suite) clientEnviron(host string) []string {
	return []string{
		"BUILDKIT_HOST=" + host, "BUILDX_CONFIG=" + filepath.Join(s.Dir, "buildx"),
		"BUILDX_NO_DEFAULT_ATTESTATIONS=1", "DOCKER_CONFIG=" + s.Dir,
	}
}
