package amicmd

import (
	"context"

	"github.com/amikit/amikit/internal/step"
)

// Check looks at what [Create] needs beside the disk: that the settings are
// valid and that there are credentials. It changes nothing. In a build's step it
// leaves the error's file in the step's folder.
func Check(ctx context.Context, e Environment, flag func(setting string) string) error {
	err := e.with(flag, func(s *session) error { return s.check(ctx) })
	if out := e.Getenv(step.OutEnv); out != "" && err != nil {
		return leave(out, nil, err)
	}
	return err
}

func (s *session) check(ctx context.Context) error {
	if err := s.validate(); err != nil {
		return err
	}
	return s.connect(ctx)
}
