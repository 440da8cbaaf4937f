package frontend

import (
	"context"
	"fmt"
	"strings"

	"github.com/moby/buildkit/client/llb"

	"github.com/amikit/amikit/internal/option"
	amillb "github.com/amikit/amikit/llb"
)

// facts are what the choice of a disk builder depends on.
type facts struct {
	kairos  bool  // the root filesystem is a Kairos one
	refused error // why security.insecure is not granted; nil where it is
}

// choice is the program that makes the disk.
type choice struct {
	builder string
	reason  string // why auto took it; empty where the setting names it
	second  bool   // the program that auto prefers may not run
}

// chooseBuilder decides which program makes the disk. It asks for the facts only
// where the setting leaves the choice to them.
func chooseBuilder(setting string, look func() (facts, error)) (choice, error) {
	switch setting {
	case option.BuilderAuroraBoot, option.BuilderBuiltin:
		return choice{builder: setting}, nil
	case option.BuilderAuto:
	default:
		return choice{}, fmt.Errorf("%s=%s is no disk builder; it can be %s, %s or %s", option.DiskBuilder, setting,
			option.BuilderAuto, option.BuilderAuroraBoot, option.BuilderBuiltin)
	}
	f, err := look()
	switch {
	case err != nil:
		return choice{}, err
	case !f.kairos:
		return choice{option.BuilderBuiltin, "not Kairos", false}, nil
	case f.refused != nil:
		return choice{option.BuilderBuiltin, "Kairos, security.insecure is not granted", true}, nil
	}
	return choice{option.BuilderAuroraBoot, "Kairos, security.insecure is granted", false}, nil
}

// builder finds the disk builder for a root filesystem, and says so where it is
// not the usual one.
func (r *Request) builder(ctx context.Context, root llb.State) (choice, error) {
	c, err := chooseBuilder(r.setting(option.DiskBuilder), func() (facts, error) { return r.look(ctx, root) })
	if err == nil && c.second {
		r.fellBack.Do(func() { r.notice(ctx, fellBack) })
	}
	return c, err
}

// fellBack is the warning that auto has not taken what it prefers.
const fellBack = "the builtin builder makes this Kairos disk, as security.insecure is not granted to this build, which auroraboot needs;" +
	" for auroraboot give --allow security.insecure on a daemon that grants it, and DISK_BUILDER=builtin silences this line"

// look probes the entitlement first, as it takes a moment, and the root
// filesystem may be long work.
func (r *Request) look(ctx context.Context, root llb.State) (facts, error) {
	refused, err := r.probeInsecure(ctx)
	if err != nil {
		return facts{}, err
	}
	kairos, err := r.isKairos(ctx, root)
	return facts{kairos: kairos, refused: refused}, err
}

// isKairos looks at the release files of a root filesystem.
func (r *Request) isKairos(ctx context.Context, root llb.State) (bool, error) {
	ref, err := r.Evaluate(ctx, amillb.Release(root))
	if err != nil {
		return false, err
	}
	_, found, err := readOptional(ctx, ref, "etc/kairos-release")
	if err != nil || found {
		return found, err
	}
	release, _, err := readOptional(ctx, ref, "etc/os-release")
	return hasKairosKeys(release), err
}

// hasKairosKeys knows the older systems, whose keys stand in os-release.
func hasKairosKeys(release []byte) bool {
	for line := range strings.Lines(string(release)) {
		if strings.HasPrefix(strings.TrimSpace(line), "KAIROS_") {
			return true
		}
	}
	return false
}
