package frontend

import (
	"context"
	"path"
	"slices"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"

	amillb "github.com/amikit/amikit/llb"
)

// canRemoveHostKeys tells whether the system has ssh host keys and something that
// would make new ones: without them no one could sign in.
func (r *Request) canRemoveHostKeys(ctx context.Context, root llb.State) (bool, error) {
	ref, err := r.Evaluate(ctx, amillb.Pick(root, "ssh host keys and what makes them", append(hostKeys(), keyMakers()...)))
	if err != nil || ref == nil {
		return false, err
	}
	keys, err := anyOf(ctx, ref, hostKeys())
	if err != nil || !keys {
		return false, err
	}
	makers, err := anyOf(ctx, ref, keyMakers())
	if err == nil && !makers {
		r.notice(ctx, "the image has ssh host keys, which every instance will share, and nothing that makes others; remove them in the image and have a unit run ssh-keygen -A")
	}
	return makers, err
}

func hostKeys() []string { return []string{"etc/ssh/ssh_host_*_key"} }

// keyMakers are cloud-init and the units of distributions.
func keyMakers() []string {
	return []string{
		"usr/bin/cloud-init", "usr/lib/systemd/system/sshd-keygen*", "usr/lib/systemd/system/ssh-keygen*",
		"usr/lib/systemd/system/sshdgenkeys.service", "etc/systemd/system/*ssh*key*", "etc/init.d/sshd",
	}
}

// anyOf tells whether a file matches one of the patterns.
func anyOf(ctx context.Context, ref client.Reference, patterns []string) (bool, error) {
	for _, pattern := range patterns {
		names, err := listNames(ctx, ref, path.Dir(pattern))
		if err != nil {
			return false, annotate("look for "+pattern, err)
		}
		if slices.ContainsFunc(names, func(name string) bool { ok, _ := path.Match(path.Base(pattern), name); return ok }) {
			return true, nil
		}
	}
	return false, nil
}
