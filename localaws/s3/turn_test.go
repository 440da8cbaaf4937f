package s3

import (
	"context"
	"errors"
	"testing"
)

func TestOneCallTakesItsTurnAfterAnother(t *testing.T) {
	var all turns
	done, err := all.take(t.Context(), "upload")
	if err != nil {
		t.Fatal(err)
	}
	other, err := all.take(t.Context(), "another upload")
	if err != nil {
		t.Fatal(err)
	}
	other()
	order := make(chan string, 2)
	go func() {
		next, err := all.take(context.WithoutCancel(t.Context()), "upload")
		order <- "second"
		if err == nil {
			next()
		}
	}()
	order <- "first"
	done()
	if a, b := <-order, <-order; a != "first" || b != "second" {
		t.Errorf("the order is %s, %s", a, b)
	}
}

func TestACallThatIsGivenUpDoesNotWaitForItsTurn(t *testing.T) {
	var all turns
	done, err := all.take(t.Context(), "upload")
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := all.take(ctx, "upload"); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}
