package amicmd

import (
	"context"

	"github.com/amikit/amikit/internal/step"
)

// Check looks at what [Create] needs beside the disk: that the settings are
// valid and that there are credentials. It changes nothing. In a build's step it
// leaves the error's file in the step's folder.
func Check(ctx context.Context, e Environment, flag func(setting string) string) error {
	err := stopped(e.check(ctx, flag))
	if out := e.Getenv(step.OutEnv); out != "" && err != nil {
		return leave(out, nil, err)
	}
	return err
}

func (e Environment) check(ctx context.Context, flag func(setting string) string) error {
	s, err := e.session(flag)
	if err != nil {
		return err
	}
	if err := s.validate(); err != nil {
		return err
	}
	return s.connect(ctx)
}
