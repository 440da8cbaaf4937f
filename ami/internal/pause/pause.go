// Package pause waits between two calls.
package pause

import (
	"context"
	"time"
)

// For sleeps, and ends at once with the cause when ctx does.
func For(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
