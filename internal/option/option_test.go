package option_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/amikit/amikit/internal/option"
)

func TestEverySettingIsNamedOnceAndExplained(t *testing.T) {
	seen := map[string]bool{}
	for _, o := range option.Table() {
		if !regexp.MustCompile(`^[A-Z][A-Z0-9_]+$`).MatchString(o.Name) {
			t.Errorf("%q is no name of an environment variable", o.Name)
		}
		if seen[o.Name] {
			t.Errorf("%s stands twice in the table", o.Name)
		}
		if o.Help == "" || o.Step == "" {
			t.Errorf("%s has no help or no step", o.Name)
		}
		seen[o.Name] = true
	}
}

func TestFlagIsTheNameInLowerCaseWithDashes(t *testing.T) {
	o, ok := option.ByName(option.S3Bucket)
	if !ok || o.Flag() != "s3-bucket" {
		t.Fatalf("flag of S3_BUCKET is %q", o.Flag())
	}
}

func TestDescriptionNamesUnitAndDefault(t *testing.T) {
	o := option.Option{Help: "size", Unit: "MiB", Default: "10"}
	if got, want := o.Description(), "size [MiB] (default 10)"; got != want {
		t.Fatalf("description is %q, want %q", got, want)
	}
}

func TestResolveTakesTheFirstSourceThatAnswers(t *testing.T) {
	source := func(values map[string]string) func(string) string {
		return func(name string) string { return values[name] }
	}
	got := option.Resolve(
		source(map[string]string{option.Region: "eu-west-1", option.S3Key: ""}),
		source(map[string]string{option.Region: "us-east-1", option.S3Key: "disk.raw"}),
	)
	if got[option.Region] != "eu-west-1" || got[option.S3Key] != "disk.raw" {
		t.Fatalf("resolved %v", got)
	}
	if got.Given(option.AMIName) {
		t.Fatalf("AMI_NAME was given by nobody, yet it is %q", got[option.AMIName])
	}
}

func TestGetFallsBackToTheDefault(t *testing.T) {
	if got := (option.Values{option.OnConflict: ""}).Get(option.OnConflict); got != "fail" {
		t.Fatalf("ON_CONFLICT is %q by default", got)
	}
}

func TestEnvironHoldsOnlyTheStepsOwnSettings(t *testing.T) {
	values := option.Values{option.Region: "eu-west-1", option.DiskSize: "20G", option.S3Key: ""}
	if got, want := values.Environ(option.StepPublish), []string{"REGION=eu-west-1"}; !slices.Equal(got, want) {
		t.Fatalf("publish gets %v, want %v", got, want)
	}
}

func TestBoolKnowsTheUsualWords(t *testing.T) {
	for word, want := range map[string]bool{"true": true, "1": true, "YES": true, "off": false, "": false, "maybe": false} {
		if got := (option.Values{option.AllowHTTP: word}).Bool(option.AllowHTTP); got != want {
			t.Errorf("%q is %v, want %v", word, got, want)
		}
	}
}

func TestASecretIsEitherVariableOrFile(t *testing.T) {
	for _, s := range option.Secrets() {
		if (s.Env == "") == (s.File == "") {
			t.Errorf("secret %s must be one of variable and file", s.ID)
		}
	}
}
