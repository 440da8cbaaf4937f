package frontend

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/amikit/amikit/internal/option"
	amillb "github.com/amikit/amikit/llb"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// CloudContext is the named context that takes the build context's place for the
// files of the cloud image's steps.
const CloudContext = "cloud-files"

// isCloudImage tells whether the steps of a cloud image are asked for: below a
// disk they are, unless they are switched off; of the root filesystem alone they
// are not.
func (r *Request) isCloudImage(below bool) bool {
	if value := r.setting(option.IsCloudImage); value != "" {
		return option.Values(r.Settings).Bool(option.IsCloudImage)
	}
	return below
}

// cloudRoot makes the root filesystem that of a cloud image. The files of CanvOS
// are for Kairos alone; host keys stay where nothing would make new ones.
func (r *Request) cloudRoot(ctx context.Context, root llb.State, p ocispecs.Platform) (llb.State, error) {
	o, err := r.cloudOptions(ctx, p)
	if err != nil {
		return root, err
	}
	kairos, err := r.isKairosDisk(ctx, root)
	if err != nil {
		return root, err
	}
	if !kairos {
		o.Files = nil
		removable, err := r.canRemoveHostKeys(ctx, root)
		if err != nil {
			return root, err
		}
		if !removable {
			o.Skip = append(o.Skip, amillb.StepSSHHostKeys)
		}
	}
	return amillb.Cloud(root, o), nil
}

// isKairosDisk looks at the root filesystem only where the settings do not say it.
func (r *Request) isKairosDisk(ctx context.Context, root llb.State) (bool, error) {
	if r.setting(option.DiskBuilder) == option.BuilderAuroraBoot {
		return true, nil
	}
	return r.isKairos(ctx, root)
}

func (r *Request) cloudOptions(ctx context.Context, p ocispecs.Platform) (amillb.CloudOptions, error) {
	files, err := r.loadCloudFiles(ctx)
	if err != nil {
		return amillb.CloudOptions{}, err
	}
	epoch, err := r.epoch(ctx)
	return amillb.CloudOptions{
		Context: files.state, Files: files.names, Skip: skipped(r.setting(option.CloudSkip)),
		Platform: r.Tool.Platform, Target: r.target(p), Epoch: epoch,
	}, err
}

// skipped splits the setting.
func skipped(list string) []string {
	return strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ' ' })
}

// checkCloud refuses what is neither yes nor no, and the name of a step that
// there is not.
func checkCloud(settings map[string]string) error {
	if value := settings[option.IsCloudImage]; value != "" && !slices.Contains(yesOrNo(), strings.ToLower(value)) {
		return fmt.Errorf("%s=%s is neither true nor false", option.IsCloudImage, value)
	}
	var known []string
	for _, step := range amillb.CloudSteps() {
		known = append(known, step.Name)
	}
	for _, name := range skipped(settings[option.CloudSkip]) {
		if !slices.Contains(known, name) {
			return fmt.Errorf("%s: there is no step %q; it can be %s", option.CloudSkip, name, strings.Join(known, ", "))
		}
	}
	return nil
}

// yesOrNo are the words that [option.Values.Bool] knows, and their opposites.
func yesOrNo() []string { return []string{"true", "1", "yes", "on", "false", "0", "no", "off"} }

// cloudFiles are the files of the steps that the build context has.
type cloudFiles struct {
	state llb.State
	names []string
}

func (r *Request) loadCloudFiles(ctx context.Context) (*cloudFiles, error) {
	return r.cloudfiles.get(func() (*cloudFiles, error) { return r.readCloudFiles(ctx) })
}

func (r *Request) readCloudFiles(ctx context.Context) (*cloudFiles, error) {
	var wanted []string
	for _, step := range amillb.CloudSteps() {
		wanted = append(wanted, step.Files...)
	}
	state, err := r.contextFiles(ctx, CloudContext, wanted)
	if err != nil {
		return nil, err
	}
	ref, _, err := r.solveFiles(ctx, *state)
	if err != nil {
		return nil, err
	}
	found := &cloudFiles{state: *state}
	for _, name := range wanted {
		there, err := r.hasFile(ctx, ref, name)
		if err != nil {
			return nil, annotate("look for "+name, err)
		}
		if there {
			found.names = append(found.names, name)
		}
	}
	return found, nil
}

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
