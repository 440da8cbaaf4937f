package auroraboot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/userdata"
)

// Build makes the disk and its description in o.Out, and leaves nothing else
// there, whether it works or not.
func Build(ctx context.Context, o Options) (err error) {
	arch, err := checkSource(o.Rootfs)
	if err != nil {
		return err
	}
	if err := o.checkSizes(ctx); err != nil {
		return err
	}
	b, err := prepare(o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.clean()) }()
	if b.version, err = b.runner.version(ctx); err != nil {
		return err
	}
	if err := b.run(ctx); err != nil {
		return err
	}
	return b.finish(ctx, arch)
}

// build is one run of auroraboot.
type build struct {
	Options
	runner  runner
	version string
	tmp     string // scratch space with a name that nobody else has
	state   string // where auroraboot writes the disk
	first   *disk.FirstBoot
}

// prepare makes the folders. The disk is made on the filesystem of o.Out, so that
// it need not be copied, and below a name of its own, so that a failed run leaves
// no disk.
func prepare(o Options) (*build, error) {
	name := "amikit-" + rand.Text()
	b := &build{Options: o, tmp: filepath.Join(o.Work, name), state: filepath.Join(o.Out, "."+name)}
	for _, dir := range []string{b.tmp, b.state} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("prepare the build of a disk: %w", err)
		}
	}
	b.runner = runner{env: environment(os.Getenv, b.tmp)}
	return b, nil
}

func (b *build) clean() error {
	err := errors.Join(os.RemoveAll(b.tmp), os.RemoveAll(b.state))
	if err != nil {
		return fmt.Errorf("remove what the build of a disk left: %w", err)
	}
	return nil
}

// run runs auroraboot with a cloud-config that holds nothing: it prints the whole
// of it in its log, and takes it for a template.
func (b *build) run(ctx context.Context) error {
	config := filepath.Join(b.tmp, "minimal.yaml")
	if err := os.WriteFile(config, userdata.Minimal(), 0o600); err != nil {
		return fmt.Errorf("prepare auroraboot's cloud-config: %w", err)
	}
	log := newLogFilter(b.Log, userdata.Secrets(b.UserData))
	end := watchLoops(b.tmp)
	defer end(b.Log)
	return b.runner.auroraboot(ctx, b.arguments(b.state, config), log)
}
