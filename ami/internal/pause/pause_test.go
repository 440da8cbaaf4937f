package pause_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/amikit/amikit/ami/internal/pause"
)

func TestAPauseEndsByItself(t *testing.T) {
	if err := pause.For(t.Context(), time.Nanosecond); err != nil {
		t.Fatal(err)
	}
}

func TestAPauseEndsWithItsCause(t *testing.T) {
	stopped := errors.New("stopped")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stopped)
	if err := pause.For(ctx, time.Hour); !errors.Is(err, stopped) {
		t.Fatalf("it is %v", err)
	}
}
