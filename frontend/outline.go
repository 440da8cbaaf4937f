package frontend

import (
	"context"
	"slices"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/subrequests/outline"

	"github.com/amikit/amikit/internal/option"
)

// outline answers with what the target takes: the Dockerfile's args and secrets,
// and ours where the target is ours.
func (r *Request) outline(ctx context.Context) (*client.Result, error) {
	t, ours := r.cfg.target(r.opts[keyTarget])
	if !ours {
		return r.ask(ctx)
	}
	var o outline.Outline
	if !r.hasRootfsContext() {
		if err := r.askAs(ctx, &o); err != nil {
			return nil, err
		}
	}
	o.Name, o.Description = t.Name, t.Description
	steps := stepsOf(t)
	o.Args = mergeArgs(o.Args, r.outlineArgs(steps))
	o.Secrets = append(o.Secrets, outlineSecrets(steps)...)
	return o.ToResult()
}

// stepsOf are the steps whose settings a target takes: its own where it is one of
// amikit's, and those of the target that it stands on.
func stepsOf(t Target) []option.Step {
	of := map[string][]option.Step{
		TargetRootfs: {option.StepRootfs},
		TargetDisk:   {option.StepRootfs, option.StepDisk, option.StepOutput},
		TargetAMI:    {option.StepRootfs, option.StepDisk, option.StepPublish},
	}
	if steps, amikits := of[t.Name]; amikits {
		return steps
	}
	return slices.DeleteFunc(of[t.On], func(s option.Step) bool { return s == option.StepOutput })
}

func (r *Request) outlineArgs(steps []option.Step) []outline.Arg {
	var args []outline.Arg
	for _, step := range steps {
		for _, o := range option.Of(step) {
			args = append(args, outline.Arg{Name: o.Name, Description: o.Description(), Value: r.setting(o.Name)})
		}
	}
	return args
}

// mergeArgs leaves out what the Dockerfile declares under the same name: it has a
// location there.
func mergeArgs(declared, ours []outline.Arg) []outline.Arg {
	merged := slices.Clone(declared)
	for _, arg := range ours {
		if !slices.ContainsFunc(declared, func(a outline.Arg) bool { return a.Name == arg.Name }) {
			merged = append(merged, arg)
		}
	}
	return merged
}

func outlineSecrets(steps []option.Step) []outline.Secret {
	var secrets []outline.Secret
	for _, step := range steps {
		for _, s := range option.SecretsOf(step) {
			secrets = append(secrets, outline.Secret{Name: s.ID})
		}
	}
	return secrets
}
