package earthfile_test

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// showEnvironment stands in for amikit where only its environment matters.
const showEnvironment = "#!/bin/sh\necho \"$@\"\nenv\n"

func TestPublishAsksForTheSecretsOfItsCredentialsOnly(t *testing.T) {
	keys := []string{option.SecretAccessKeyID, option.SecretSecretKey}
	for credentials, want := range map[string][]string{
		"":        nil,
		"profile": {option.SecretProfile, option.SecretConfig, option.SecretCredentials},
		"keys":    keys,
		"session": append(slices.Clone(keys), option.SecretSessionToken),
	} {
		for _, bundle := range []string{"", "true"} {
			s := newStage(t, showEnvironment)
			s.env = append(s.env, "CREDENTIALS="+credentials, "CA_BUNDLE="+bundle)
			asked := s.play(t, recipe(t, "PUBLISH")).secretIDs()
			wanted := slices.Clone(want)
			if bundle != "" {
				wanted = append(wanted, option.SecretCABundle)
			}
			if !slices.Equal(asked, wanted) {
				t.Errorf("CREDENTIALS=%q CA_BUNDLE=%q asks for %v, want %v", credentials, bundle, asked, wanted)
			}
		}
	}
}

func TestPublishKnowsEverySecretOfItsStep(t *testing.T) {
	known := strings.Builder{}
	for _, c := range recipe(t, "PUBLISH").Commands {
		known.WriteString(c.Text + "\n")
	}
	for _, s := range option.SecretsOf(option.StepPublish) {
		want := s.Env + "=$"
		if s.File != "" {
			want = "type=secret,id=" + s.ID + ",target=" + path.Join(step.Secrets, s.File) + ",chmod=0400"
		}
		if !strings.Contains(known.String(), want) {
			t.Errorf("PUBLISH has no %q for secret %s", want, s.ID)
		}
	}
}

func TestPublishGivesItsSettingsAndSecretsByEnvironment(t *testing.T) {
	s := newStage(t, showEnvironment)
	s.env = append(s.env, "CREDENTIALS=session", "REGION=eu-west-1", "AMI_NAME=two words",
		"SECRET_AWS_ACCESS_KEY_ID=AKIA1", "SECRET_AWS_SESSION_TOKEN=token")
	got := s.play(t, recipe(t, "PUBLISH"))
	if got.failed {
		t.Fatalf("failed: %s", got.stderr)
	}
	lines := strings.Split(got.stdout, "\n")
	for _, want := range []string{
		"ami create " + s.dir + step.Disk, "REGION=eu-west-1", "AMI_NAME=two words", "S3_KEY=",
		"AWS_ACCESS_KEY_ID=AKIA1", "AWS_SESSION_TOKEN=token", step.OutEnv + "=" + s.dir + step.Out, step.TrustEnv + "=true",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("%q is not among %q", want, lines)
		}
	}
	if strings.Contains(got.stdout, option.SecretProfile+"=") {
		t.Error("AWS_PROFILE is set where no profile is asked for")
	}
}

func TestPublishRefusesUnknownCredentials(t *testing.T) {
	s := newStage(t, showEnvironment)
	s.env = append(s.env, "CREDENTIALS=password")
	got := s.play(t, recipe(t, "PUBLISH"))
	if !got.failed || got.stdout != "" || !strings.Contains(got.stderr, "CREDENTIALS=password is unknown") {
		t.Fatalf("played %+v", got)
	}
}

func TestMissingSettingsAreNamedBeforeTheDiskIsMade(t *testing.T) {
	target := recipe(t, "aws-cloud-image")
	check := target.Of("LET")[0]
	if from := target.Of("FROM")[0]; from.Line < check.Line {
		t.Fatalf("the disk of line %d is made before the check of line %d", from.Line, check.Line)
	}
	for _, env := range []string{"REGION=eu-west-1", "S3_BUCKET=images"} {
		s := newStage(t, showEnvironment)
		s.env = append(s.env, env, "IMPORT_METHOD=s3")
		if got := s.play(t, target); !got.failed || !strings.Contains(got.stderr, "REGION is not set, or S3_BUCKET is not") {
			t.Errorf("with %s alone: %+v", env, got)
		}
	}
}

func TestADiskThatIsWrittenWithoutABucketNeedsNone(t *testing.T) {
	for _, method := range []string{"", "auto", "ebs"} {
		s := newStage(t, showEnvironment)
		s.env = append(s.env, "REGION=eu-west-1", "IMPORT_METHOD="+method)
		if got := s.play(t, recipe(t, "aws-cloud-image")); got.failed {
			t.Errorf("%q is refused: %s", method, got.stderr)
		}
	}
}
