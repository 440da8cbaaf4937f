package client

import (
	"fmt"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/cmd/buildctl/build"
	"github.com/moby/buildkit/session/sshforward/sshprovider"

	"github.com/amikit/amikit/internal/step"
)

// addSSH forwards the user's SSH agents and keys, and the socket of the credentials.
func addSSH(opt *client.SolveOpt, o Options, _ Environment) error {
	agents, err := build.ParseSSH(o.SSH)
	if err != nil {
		return fmt.Errorf("--ssh: %w", err)
	}
	if o.keys != nil {
		agents = append(agents, sshprovider.AgentConfig{ID: step.CredentialsID, Paths: []string{o.keys.socket()}, Raw: true})
	}
	if len(agents) == 0 {
		return nil
	}
	provider, err := sshprovider.NewSSHAgentProvider(agents)
	if err != nil {
		return fmt.Errorf("--ssh: %w", err)
	}
	opt.Session = append(opt.Session, provider)
	return nil
}
