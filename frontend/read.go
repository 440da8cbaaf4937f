package frontend

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
)

// readOptional reads a file of a result; found is false where it does not exist.
func readOptional(ctx context.Context, ref client.Reference, name string) (data []byte, found bool, err error) {
	if ref == nil { // an empty filesystem
		return nil, false, nil
	}
	data, err = dockerui.ReadFile(ctx, ref, name)
	if isNotExist(err) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// isNotExist knows a missing file also after it went over gRPC, where only the
// message is left of the error.
func isNotExist(err error) bool {
	return err != nil && (errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), "no such file or directory"))
}
