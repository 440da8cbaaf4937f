package harness

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Suite is the ground that all tests of one run stand on.
type Suite struct {
	// Dir is a temporary folder that holds all state; its path is short.
	Dir string
	// Repo is the folder of the repository.
	Repo string
	// Buildkitd allows security.insecure.
	Buildkitd *Buildkitd
	// Registry holds the images below.
	Registry *Registry
	// AWS is the local AWS.
	AWS *LocalAWS
	// Amikit is the program, built for this machine.
	Amikit string
	// Image is the reference of the frontend image, DiskTools of an image with
	// mke2fs, AuroraBoot of one whose auroraboot is a strict stand-in.
	Image, DiskTools, AuroraBoot string
}

// NewSuite starts the daemons, builds the programs once and pushes the images.
// Close it, also after an error. It takes some minutes where nothing is compiled yet.
func NewSuite() (*Suite, error) {
	s := &Suite{}
	err := s.setUp()
	return s, err
}

func (s *Suite) setUp() error {
	if os.Getuid() != 0 {
		return errors.New("a private BuildKit daemon needs root: run hack/test, or this with sudo")
	}
	var err error
	if s.Repo, err = filepath.Abs(".."); err != nil {
		return err
	}
	if s.Dir, err = os.MkdirTemp("", "amikit-e2e-"); err != nil {
		return err
	}
	if s.Buildkitd, err = StartBuildkitd(s.Dir, "security.insecure"); err != nil {
		return err
	}
	if s.Registry, err = StartRegistry(s.Dir); err != nil {
		return err
	}
	if s.AWS, err = s.startAWS(); err != nil {
		return err
	}
	if err := s.setUpBuildx(); err != nil {
		return err
	}
	return s.images()
}

// images builds the programs and pushes what holds them, all at once: one waits for
// packages from the network, another for the compiler.
func (s *Suite) images() error {
	s.Image = s.Registry.Address + "/amikit:e2e"
	s.DiskTools = s.Registry.Address + "/disk-tools:e2e"
	s.AuroraBoot = s.Registry.Address + "/auroraboot:e2e"
	platform := runtime.GOOS + "/" + runtime.GOARCH
	s.Amikit = filepath.Join(s.Repo, "build", strings.ReplaceAll(platform, "/", "-"), "amikit")
	var group errgroup.Group
	group.Go(func() error { return s.run("hack/image", "--platform", platform, "--push", s.Image) })
	group.Go(func() error {
		return s.run("hack/image", "--disk-tools", "--platform", platform, "--push", s.DiskTools)
	})
	group.Go(s.auroraboot)
	return group.Wait()
}

// auroraboot pushes the image whose auroraboot is a stand-in.
func (s *Suite) auroraboot() error {
	dir := filepath.Join(s.Dir, "auroraboot")
	if err := s.run("e2e/auroraboot/make", dir); err != nil {
		return err
	}
	return s.run("buildctl", "build", "--frontend", "dockerfile.v0", "--local", "context="+dir, "--local", "dockerfile="+dir,
		"--output", "type=image,push=true,name="+s.AuroraBoot)
}

// run starts a script of the repository, or a program, with the suite's daemon.
func (s *Suite) run(name string, args ...string) error {
	if strings.Contains(name, "/") {
		name = filepath.Join(s.Repo, name)
	}
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), s.clientEnviron(s.Buildkitd.Address)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}

// Close stops the daemons and removes the folder.
func (s *Suite) Close() error {
	if s.AWS != nil {
		s.AWS.Stop()
	}
	if s.Registry != nil {
		s.Registry.Stop()
	}
	if s.Buildkitd != nil {
		s.Buildkitd.Stop()
	}
	return os.RemoveAll(s.Dir)
}
