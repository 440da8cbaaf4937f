package frontend

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/option"
)

func TestAFailureForAMissingSecretNamesWhatWasGivenInItsPlace(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		slips string
		want  string
	}{
		"another case": {&StepError{Step: "a", Message: "b", Secrets: []string{option.SecretAccessKeyID}}, `["aws_access_key_id"]`,
			"a: b; the secret aws_access_key_id is given, and AWS_ACCESS_KEY_ID is not: give it that ID"},
		"behind a hint": {&StepError{Step: "a", Message: "b", Hint: "c", Secrets: []string{option.SecretCredentials}}, `["aws"]`,
			"a: b; c; the secret aws is given, and aws-credentials is not: give it that ID"},
		"nothing is given": {&StepError{Step: "a", Message: "b", Secrets: []string{option.SecretAccessKeyID}}, "", "a: b"},
		"no answer":        {&StepError{Step: "a", Message: "b", Secrets: []string{option.SecretAccessKeyID}}, "oops", "a: b"},
		"no secret lacks":  {&StepError{Step: "a", Message: "b"}, `["aws"]`, "a: b"},
		"no step failed":   {errors.New("lost"), `["aws"]`, "lost"},
	} {
		g := newGateway(nil)
		g.slips = c.slips
		if got := g.request(t).nameSlips(t.Context(), c.err); got.Error() != c.want {
			t.Errorf("%s: the error is %q, want %q", name, got, c.want)
		}
	}
}

func TestSecretsOfOtherIDsAreAskedForOnlyWhereOneIsMissing(t *testing.T) {
	g := diskGateway().withUserData("#cloud-config\n")
	if _, err := g.build(t); err != nil || !slices.Equal(g.asked, []string{option.SecretUserData}) {
		t.Errorf("%v: it asked for %q", err, g.asked)
	}
	g = diskGateway()
	g.slips = `["USER_DATA"]`
	if _, err := g.build(t); err != nil || len(g.warnings) != 1 || !strings.Contains(g.warnings[0], "the secret USER_DATA is given") {
		t.Errorf("%v: warnings are %q", err, g.warnings)
	}
	if len(g.asked) > 7 {
		t.Errorf("it asked for %q", g.asked)
	}
}
