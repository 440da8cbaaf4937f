package frontend

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/moby/buildkit/frontend/gateway/client"
	fstypes "github.com/tonistiigi/fsutil/types"
)

// knownFiles is a reference whose files are asked for once. That there is no
// ignore file is found by one question instead of two.
type knownFiles struct {
	client.Reference
	stats answers[*fstypes.Stat]
	reads answers[[]byte]
}

// StatFile describes a file.
func (k *knownFiles) StatFile(ctx context.Context, req client.StatRequest) (*fstypes.Stat, error) {
	return k.stats.get(req.Path, func() (*fstypes.Stat, error) { return k.Reference.StatFile(ctx, req) })
}

// ReadFile reads a file, or the range of it. What it returns belongs to the caller.
func (k *knownFiles) ReadFile(ctx context.Context, req client.ReadRequest) ([]byte, error) {
	if strings.HasSuffix(req.Filename, ".dockerignore") {
		if _, err := k.StatFile(ctx, client.StatRequest{Path: req.Filename}); isNotExist(err) {
			return nil, err
		}
	}
	data, err := k.reads.get(readKey(req), func() ([]byte, error) { return k.Reference.ReadFile(ctx, req) })
	return bytes.Clone(data), err
}

func readKey(req client.ReadRequest) string {
	if req.Range == nil {
		return req.Filename
	}
	return fmt.Sprintf("%s %d+%d", req.Filename, req.Range.Offset, req.Range.Length)
}
