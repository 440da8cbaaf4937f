package amicmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/amikit/amikit/ami"
)

// Files name what is written for other tools when the image is there.
type Files struct {
	// PackerManifest is a file in the form of Packer's post-processor manifest;
	// the image is added to those that it lists.
	PackerManifest string
	// TFVars is a file of variables for Terraform, written anew: JSON where its
	// name ends in .json, else HCL.
	TFVars string
}

// check finds out before the work what would keep the files from being written.
func (f Files) check() error {
	var wrong []error
	for _, name := range []string{f.PackerManifest, f.TFVars} {
		if name == "" {
			continue
		}
		wrong = append(wrong, checkFolder(name))
	}
	if f.PackerManifest != "" {
		_, err := readManifest(f.PackerManifest)
		wrong = append(wrong, err)
	}
	if f.TFVars != "" {
		wrong = append(wrong, checkVariables(f.TFVars))
	}
	return problems(wrong...)
}

// checkFolder tries to make a file beside the one that is to be written, as
// replaceFile does.
func checkFolder(name string) error {
	dir := filepath.Dir(name)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("write %s: there is no folder %s; create it", name, dir)
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return fmt.Errorf("write %s: it is a folder; name a file in it", name)
	}
	trial, err := os.CreateTemp(dir, filepath.Base(name)+".*")
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		return fmt.Errorf("write %s: no file can be made in the folder %s: %w; nothing was done", name, dir, err)
	}
	return errors.Join(trial.Close(), os.Remove(trial.Name()))
}

func (f Files) write(r *ami.Result) error {
	var failed []error
	if f.PackerManifest != "" {
		failed = append(failed, addToManifest(f.PackerManifest, r))
	}
	if f.TFVars != "" {
		failed = append(failed, writeVariables(f.TFVars, r))
	}
	return problems(failed...)
}

// readJSON reads a file of JSON, which need not be there.
func readJSON(name string, into any) error {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// replaceFile puts a file into the place of what is there, whole or not at all.
func replaceFile(name string, data []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(data)
	err = errors.Join(err, temporary.Chmod(0o644), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return nil
}
