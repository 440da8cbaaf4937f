package frontend

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/tonistiigi/fsutil/types"
)

// readOptional reads a file of a result; found is false where it does not exist.
func readOptional(ctx context.Context, ref client.Reference, name string) (data []byte, found bool, err error) {
	if ref == nil { // an empty filesystem
		return nil, false, nil
	}
	data, err = dockerui.ReadFile(ctx, ref, name)
	switch {
	case isNotExist(err):
		return nil, false, nil
	case err != nil && strings.Contains(err.Error(), "is a directory"):
		return nil, false, &folderError{name}
	}
	return data, err == nil, err
}

// hasFile tells whether a result has a file of that name, or a link to one.
func hasFile(ctx context.Context, ref client.Reference, name string) (bool, error) {
	stat, err := statOptional(ctx, ref, name)
	if err != nil || stat == nil {
		return false, err
	}
	if stat.IsDir() {
		return false, &folderError{name}
	}
	return true, nil
}

// statOptional looks at what a name or a link of a result stands for; nil where
// there is nothing.
func statOptional(ctx context.Context, ref client.Reference, name string) (*types.Stat, error) {
	stat, err := ref.StatFile(ctx, client.StatRequest{Path: name})
	if isNotExist(err) {
		return nil, nil
	}
	return stat, err
}

// folderError is a folder in a file's place.
type folderError struct{ name string }

func (e *folderError) Error() string { return e.name + " is a folder, and a file is wanted" }

// isNotExist knows a missing file also after it went over gRPC, where only the
// message is left of the error. Below a file there is none as well.
func isNotExist(err error) bool {
	return err != nil && (errors.Is(err, fs.ErrNotExist) ||
		strings.Contains(err.Error(), "no such file or directory") || strings.Contains(err.Error(), "not a directory"))
}
