package ami

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// RoleError is an import role that cannot do its work.
type RoleError struct {
	// Role is its name, Problem what is wrong with it.
	Role, Problem string
}

// Error names the role, the problem and where the right policies come from.
func (e *RoleError) Error() string {
	return fmt.Sprintf("the import role %s %s; `amikit ami policy` prints the policies that it needs", e.Role, e.Problem)
}

// checkAhead asks once, before the first step that takes long, whether all that
// stands behind it will be allowed. A conflict is told by the step that meets it.
func (r *run) checkAhead(ctx context.Context, seen found) error {
	steps, err := planSteps(seen, r.target)
	if err != nil || r.asked || !slices.ContainsFunc(steps, step.takesLong) {
		return nil
	}
	r.asked = true
	if problems := r.answers(ctx, r.permissions(steps)); len(problems) > 0 {
		return fmt.Errorf("nothing was uploaded: %w", problems)
	}
	return nil
}

func (s step) takesLong() bool {
	return slices.Contains([]action{actUpload, actStart, actWrite, actImport, actAwaitImport}, s.action)
}

// refusals are the problems of a run that makes everything.
func (r *run) refusals(ctx context.Context) Problems {
	steps, err := planSteps(found{}, r.target)
	if err != nil {
		return nil
	}
	return r.answers(ctx, r.permissions(steps))
}

// permissions are the questions about what the steps need.
func (r *run) permissions(steps []step) (checks []check) {
	for _, s := range steps {
		switch s.action {
		case actDeregister:
			checks = append(checks, check{"ec2:DeregisterImage", r.dryDeregister(s.image)})
		case actRegister:
			checks = append(checks, check{"ec2:RegisterImage", r.dryRegister})
		case actImport:
			checks = append(checks, check{"ec2:ImportSnapshot", r.dryImport}, check{"the role " + r.RoleName, r.checkRole})
		case actUpload:
			checks = append(checks, check{"writing to the bucket", r.checkWritable})
		}
	}
	if r.format == VMDK {
		checks = append(checks, check{"ebs:ListSnapshotBlocks", r.checkReadBack})
	}
	return append(checks, r.quotaChecks(steps)...)
}

// check is a question that is answered by a problem, or by none, or not at all.
type check struct {
	what string
	ask  func(context.Context) (problem, unanswered error)
}

// answers puts all questions at once and keeps their order. What cannot be found
// out is named and passed over.
func (r *run) answers(ctx context.Context, checks []check) (problems Problems) {
	type answer struct{ problem, unanswered error }
	answers := make([]chan answer, len(checks))
	for i, c := range checks {
		answers[i] = make(chan answer, 1)
		go func() {
			problem, unanswered := c.ask(ctx)
			answers[i] <- answer{problem, unanswered}
		}()
	}
	var passed []string
	for i, c := range checks {
		a := <-answers[i]
		if a.problem != nil {
			problems = append(problems, a.problem)
		}
		if a.unanswered != nil {
			passed = append(passed, fmt.Sprintf("%s (%s)", c.what, shorter(a.unanswered)))
		}
	}
	if len(passed) > 0 {
		r.info("check", "not checked: %s", strings.Join(passed, "; "))
	}
	return problems
}

// shorter leaves out what IAM says at length of a denied call.
func shorter(err error) string {
	var denied *DeniedError
	if errors.As(err, &denied) && denied.Action != "" {
		return denied.Action + " is denied"
	}
	return err.Error()
}
