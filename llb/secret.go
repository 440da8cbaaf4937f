package llb

import (
	"path"

	"github.com/moby/buildkit/client/llb"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// secrets asks for every secret of the publishing step by its ID. All are optional to
// BuildKit: an absent variable arrives empty, an absent file is not mounted.
func secrets() []llb.RunOption {
	var opts []llb.RunOption
	for _, s := range option.SecretsOf(option.StepPublish) {
		opts = append(opts, secret(s))
	}
	return opts
}

func secret(s option.Secret) llb.RunOption {
	if s.Env != "" {
		return llb.AddSecret(s.Env, llb.SecretID(s.ID), llb.SecretOptional, llb.SecretAsEnv(true))
	}
	return llb.AddSecret(path.Join(step.Secrets, s.File), llb.SecretID(s.ID), llb.SecretOptional, llb.SecretFileOpt(0, 0, 0o400))
}

// credentials asks for the client's socket, by which it renews the credentials
// while the exec runs. A client that offers none does no harm.
func credentials() llb.RunOption {
	return llb.AddSSHSocket(llb.SSHID(step.CredentialsID), llb.SSHSocketOpt(step.CredentialsSocket, 0, 0, 0o600), llb.SSHOptional)
}
