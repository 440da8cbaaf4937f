package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// workflow is what the test reads of a GitHub Actions workflow.
type workflow struct {
	Jobs map[string]struct {
		Steps []struct {
			Env map[string]string
			Run string
		}
	}
}

func readWorkflow(t *testing.T) workflow {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, ".github/workflows/aws-cloud-image.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var w workflow
	if err := yaml.Unmarshal(data, &w); err != nil {
		t.Fatal(err)
	}
	return w
}

func bakeFile(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, "docker-bake.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestTheWorkflowSetsVariablesOfTheBakeFile(t *testing.T) {
	bake, set := bakeFile(t), 0
	for _, step := range readWorkflow(t).Jobs["aws-cloud-image"].Steps {
		for name := range step.Env {
			set++
			if !strings.Contains(bake, `variable "`+name+`"`) {
				t.Errorf("docker-bake.hcl has no variable %s", name)
			}
		}
	}
	if set == 0 {
		t.Error("the workflow sets nothing")
	}
}

func TestTheWorkflowBuildsATargetAndReadsItsResult(t *testing.T) {
	bake, text := bakeFile(t), ""
	for _, step := range readWorkflow(t).Jobs["aws-cloud-image"].Steps {
		text += step.Run + "\n"
	}
	built := regexp.MustCompile(`bake .* ([a-z-]+)\n`).FindStringSubmatch(text)
	if built == nil || !strings.Contains(bake, `target "`+built[1]+`"`) {
		t.Fatalf("docker-bake.hcl has no target for %q", text)
	}
	output := regexp.MustCompile(`variable "OUTPUT" {\s*default\s*= "([^"]+)"`).FindStringSubmatch(bake)
	if output == nil || !strings.Contains(text, output[1]+"/"+built[1]+"/ami-id") {
		t.Errorf("the workflow does not read ami-id where docker-bake.hcl puts it: %s", text)
	}
}
