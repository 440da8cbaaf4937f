package builtin

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"

	"github.com/diskfs/go-diskfs/backend"
	"github.com/diskfs/go-diskfs/filesystem"
	"github.com/diskfs/go-diskfs/filesystem/fat16"
	"github.com/diskfs/go-diskfs/filesystem/fat32"
)

// esp fills an EFI system partition.
type esp struct {
	label  string // at most 11 characters
	serial uint32
	epoch  int64 // every time on it, in seconds
	files  []espFile
}

// espFile is a file on an EFI system partition: a copy of a host's file, or data.
type espFile struct {
	path string
	host string
	data []byte
}

func (f espFile) content() ([]byte, error) {
	if f.host == "" {
		return f.data, nil
	}
	return os.ReadFile(f.host)
}

// bytes returns the file's size.
func (f espFile) bytes() (int64, error) {
	if f.host == "" {
		return int64(len(f.data)), nil
	}
	info, err := os.Stat(f.host)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

const (
	// fat16Max divides the kinds of FAT. Every UEFI firmware reads both; FAT16 has
	// larger clusters and so a shorter table to write for each file.
	fat16Max = 512 * mib
	// earliestOnFAT is 1980-01-01, the time of what has none of its own.
	earliestOnFAT = 315532800
)

func (e esp) fill(_ context.Context, disk string, offset, size int64) error {
	return withEpoch(max(e.epoch, earliestOnFAT), func() error {
		return onStorage(disk, func(storage backend.Storage) error {
			fat, err := createFAT(storage, size, offset, e.label)
			if err != nil {
				return err
			}
			if err := e.copyFiles(fat); err != nil {
				return err
			}
			return e.finishFAT(storage, offset, size)
		})
	})
}

func createFAT(storage backend.Storage, size, offset int64, label string) (filesystem.FileSystem, error) {
	if size <= fat16Max {
		return fat16.Create(storage, size, offset, sector, label, true)
	}
	return fat32.Create(storage, size, offset, sector, label, true)
}

func (e esp) copyFiles(fat filesystem.FileSystem) error {
	for _, f := range e.files {
		if err := copyFile(fat, f); err != nil {
			return fmt.Errorf("copy %s: %w", f.path, err)
		}
	}
	return nil
}

// copyFile writes in one piece, because each write searches and writes the
// allocation table anew.
func copyFile(fat filesystem.FileSystem, f espFile) error {
	content, err := f.content()
	if err != nil {
		return err
	}
	if err := fat.Mkdir(path.Dir(f.path)); err != nil {
		return err
	}
	file, err := fat.OpenFile(f.path, os.O_CREATE|os.O_RDWR)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Close())
}

// withEpoch runs do with SOURCE_DATE_EPOCH, the only way to tell go-diskfs the
// time of the files that it makes.
func withEpoch(epoch int64, do func() error) error {
	const name = "SOURCE_DATE_EPOCH"
	before, was := os.LookupEnv(name)
	if err := os.Setenv(name, fmt.Sprint(epoch)); err != nil {
		return err
	}
	err := do()
	if was {
		return errors.Join(err, os.Setenv(name, before))
	}
	return errors.Join(err, os.Unsetenv(name))
}
