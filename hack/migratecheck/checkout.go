package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/amikit/amikit/internal/dotenv"
)

// checkout is what a CanvOS folder says of itself.
type checkout struct {
	dir string
	recipes
	// settings are those of .arg.
	settings map[string]string
	// secrets are the names that .secret gives a value to.
	secrets map[string]bool
}

// open reads a checkout. What makes it one is an Earthfile with +iso-image.
func open(dir string) (*checkout, error) {
	text, err := os.ReadFile(filepath.Join(dir, "Earthfile"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s holds no Earthfile; name the folder of a CanvOS checkout", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("read the Earthfile: %w", err)
	}
	c := &checkout{dir: dir, recipes: readRecipes(string(text))}
	if !c.targets["iso-image"] {
		return nil, fmt.Errorf("the Earthfile of %s has no target iso-image; name the folder of a CanvOS checkout", dir)
	}
	return c, c.readSettings()
}

func (c *checkout) readSettings() error {
	var err error
	if c.settings, err = dotenv.Read(c.path(dotenv.ArgFile)); err != nil {
		return err
	}
	values, err := dotenv.Read(c.path(dotenv.SecretFile))
	if err != nil {
		return err
	}
	c.secrets = map[string]bool{}
	for name, value := range values {
		if value != "" {
			c.secrets[name] = true
		}
	}
	return nil
}

func (c *checkout) path(name string) string { return filepath.Join(c.dir, name) }

// has reports whether there is a file or a folder of that name.
func (c *checkout) has(name string) bool {
	_, err := os.Stat(c.path(name))
	return err == nil
}
