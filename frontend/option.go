package frontend

import amillb "github.com/amikit/amikit/llb"

// Option changes what [New] returns.
type Option func(*config)

// config is what the options say.
type config struct {
	targets []Target
	tool    *amillb.Tool
	image   string // of the tool

	rootfs, disk, ami []Wrap // around the steps
	daemon            string
}

func newConfig(opts []Option) *config {
	cfg := &config{targets: Targets()}
	for _, o := range opts {
		o(cfg)
	}
	return cfg
}

// WithTarget adds a target, or replaces the one of the same name.
func WithTarget(t Target) Option {
	return func(cfg *config) {
		for i := range cfg.targets {
			if cfg.targets[i].Name == t.Name {
				cfg.targets[i] = t
				return
			}
		}
		cfg.targets = append(cfg.targets, t)
	}
}

// WithTool says where the programs of the steps come from. Without it they are
// those of the running frontend's own image; a client has no such image.
func WithTool(t amillb.Tool) Option {
	return func(cfg *config) { cfg.tool = &t }
}

// WithToolImage takes the programs of the steps from an image of amikit.
func WithToolImage(ref string) Option {
	return func(cfg *config) { cfg.image = ref }
}

// WithDaemonVersion names the daemon's version in errors about what it lacks.
func WithDaemonVersion(version string) Option {
	return func(cfg *config) { cfg.daemon = version }
}
