package frontend

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/amikit/amikit/internal/option"
	amillb "github.com/amikit/amikit/llb"
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

// cloudFiles are the files and folders of the steps that the build context has.
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
		stat, err := statOptional(ctx, ref, name)
		if err != nil {
			return nil, annotate("look for "+name, err)
		}
		if stat != nil {
			found.names = append(found.names, name)
		}
	}
	return found, nil
}
