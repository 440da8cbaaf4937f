package frontend

import (
	"context"
	"errors"
	"path"
	"strings"

	"github.com/moby/buildkit/frontend/gateway/client"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// nameSlips puts behind the error of a step that lacks secrets which ones were
// given under nearly their IDs.
func (r *Request) nameSlips(ctx context.Context, err error) error {
	var failed *StepError
	if !errors.As(err, &failed) {
		return err
	}
	if hint := r.slips(ctx, failed.Secrets...); hint != "" {
		named := *failed
		named.Hint = strings.TrimPrefix(named.Hint+"; "+hint, "; ")
		return &named
	}
	return err
}

// slips says which secrets the client gives under nearly the wanted IDs; it is
// empty where there are none. BuildKit lists no secrets, but mounts those that it
// has of the IDs that people write by mistake; the container opens none of them.
func (r *Request) slips(ctx context.Context, wanted ...string) string {
	meant := map[string]string{}
	var mounts []client.Mount
	for _, id := range wanted {
		s, _ := option.SecretByID(id)
		for _, slip := range s.Slips() {
			meant[slip] = id
			mounts = append(mounts, secretMount(path.Join(step.Slips, slip), slip))
		}
	}
	var out buffer
	if len(mounts) == 0 || r.runTool(ctx, toolRun{args: []string{"ami", "slips"}, mounts: mounts, stdout: &out}) != nil {
		return ""
	}
	names, err := step.ReadSlips(out.Bytes())
	if err != nil {
		return ""
	}
	var hints []string
	for _, name := range names {
		hints = append(hints, "the secret "+name+" is given, and "+meant[name]+" is not: give it that ID")
	}
	return strings.Join(hints, "; ")
}
