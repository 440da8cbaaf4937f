package harness

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	controlapi "github.com/moby/buildkit/api/services/control"
	"github.com/moby/buildkit/client"
)

// History is what a daemon remembers of all builds, their options included, as text.
func History(ctx context.Context, address string) (text string, err error) {
	c, err := client.New(ctx, address)
	if err != nil {
		return "", fmt.Errorf("connect to %s: %w", address, err)
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	stream, err := c.ControlClient().ListenBuildHistory(ctx, &controlapi.BuildHistoryRequest{EarlyExit: true})
	if err != nil {
		return "", fmt.Errorf("read the history of %s: %w", address, err)
	}
	var records strings.Builder
	for {
		event, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return records.String(), nil
		}
		if err != nil {
			return "", fmt.Errorf("read the history of %s: %w", address, err)
		}
		records.WriteString(event.String() + "\n")
	}
}
