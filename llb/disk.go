package llb

import (
	"slices"
	"strconv"
	"time"

	"github.com/moby/buildkit/client/llb"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// DiskOptions are what a disk is made of.
type DiskOptions struct {
	// Root is the root filesystem that becomes the disk.
	Root llb.State
	// UserData holds the cloud-config at UserDataPath; nil where there is none.
	UserData *llb.State
	// UserDataPath is the cloud-config's path in UserData.
	UserDataPath string
	// UserDataSecret is the SHA-256, in hex, of the secret cloud-config that is
	// used in the place of UserData; empty where that is no secret.
	UserDataSecret string
	// Content holds what goes onto the content partition, as the build context
	// has it; nil where there is nothing.
	Content *llb.State
	// Unexported is [Unexported] where the disk holds what must not be in an
	// exported cache; nil where it may be exported.
	Unexported *llb.State
	// Settings are the build's settings by name; only those of the disk step are
	// used, so that no other one can rebuild the disk.
	Settings map[string]string
	// Target is the platform that the disk is for, put into the step's name;
	// nil in a build for one platform.
	Target *ocispecs.Platform
	// Reason says why this builder makes the disk, in the step's name; empty
	// where there was no choice. It is in no cache key.
	Reason string
	// Epoch is put in place of the present time in the disk; nil leaves it to
	// the disk program.
	Epoch *time.Time
	// IgnoreCache makes the disk again, whatever the cache holds.
	IgnoreCache bool
}

// variable is one variable of an exec's environment.
type variable struct{ name, value string }

// graphOnly are the settings of the disk step that choose between graphs. They
// are no part of an exec's environment, so that "auto" and the builder that it
// finds are one vertex.
func graphOnly() []string {
	return []string{option.DiskBuilder, option.AuroraBootImage, option.DiskToolsImage, option.CacheExport}
}

func (o DiskOptions) environ() []variable {
	var env []variable
	for _, setting := range option.Of(option.StepDisk) {
		value := o.Settings[setting.Name]
		if value != "" && !slices.Contains(graphOnly(), setting.Name) {
			env = append(env, variable{setting.Name, value})
		}
	}
	if o.UserDataSecret != "" {
		env = append(env, variable{step.UserDataEnv, o.UserDataSecret})
	}
	if o.Epoch != nil {
		env = append(env, variable{"SOURCE_DATE_EPOCH", strconv.FormatInt(o.Epoch.Unix(), 10)})
	}
	return env
}

func (o DiskOptions) userDataMount() []llb.RunOption {
	switch {
	case o.UserDataSecret != "":
		return []llb.RunOption{llb.AddSecret(step.UserDataSecret, llb.SecretID(option.SecretUserData), llb.SecretFileOpt(0, 0, 0o400))}
	case o.UserData == nil:
		return nil
	}
	return []llb.RunOption{llb.AddMount(step.UserData, *o.UserData, llb.SourcePath(o.UserDataPath), llb.Readonly)}
}

func (o DiskOptions) hasUserData() bool { return o.UserData != nil || o.UserDataSecret != "" }

func (o DiskOptions) contentMount() []llb.RunOption {
	if o.Content == nil {
		return nil
	}
	return []llb.RunOption{llb.AddMount(step.Content, *o.Content, llb.Readonly)}
}

func (o DiskOptions) cache() []llb.RunOption {
	return append(cacheOptions(o.hasUserData() || o.Content != nil, o.IgnoreCache), unexported(o.Unexported)...)
}

// cacheOptions keep a disk that holds user-data or content out of exported caches: they are
// read by more people than the daemon's own storage.
func cacheOptions(private, ignore bool) []llb.RunOption {
	var opts []llb.RunOption
	if private {
		opts = append(opts, llb.WithoutExportCache())
	}
	if ignore {
		opts = append(opts, llb.IgnoreCache)
	}
	return opts
}

func (o DiskOptions) name(verb string) llb.RunOption {
	text := verb + ": raw EFI disk"
	if o.Reason != "" {
		text += " (auto: " + o.Reason + ")"
	}
	return llb.WithCustomName(stepName("cloud-image", o.Target, text))
}
