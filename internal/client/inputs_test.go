package client

import (
	"context"
	"testing"

	gateway "github.com/moby/buildkit/frontend/gateway/client"
)

func TestTheDaemonIsNotAskedForInputs(t *testing.T) {
	var daemon struct{ gateway.Client } // it would panic
	_, err := withoutInputs(func(ctx context.Context, c gateway.Client) (*gateway.Result, error) {
		inputs, err := c.Inputs(ctx)
		if len(inputs) != 0 {
			t.Errorf("inputs are %v", inputs)
		}
		return nil, err
	})(t.Context(), daemon)
	if err != nil {
		t.Fatal(err)
	}
}
