package earthfile_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/earthfile"
	"github.com/amikit/amikit/internal/option"
)

// repository is the root of the checkout.
const repository = "../.."

func TestEveryRecipeIsDocumentedByItsName(t *testing.T) {
	for _, r := range own(t) {
		if r.Name != earthfile.Base && !strings.HasPrefix(r.Doc, r.Name+" ") {
			t.Errorf("the comment above %s does not begin with its name, so clients do not show it: %q", r.Name, r.Doc)
		}
	}
}

// takers are the recipes that take the settings of a step.
func takers(s option.Step) []string {
	return map[option.Step][]string{
		option.StepRootfs:  {"iso-image", "os"},
		option.StepDisk:    {"disk", "BUILTIN"},
		option.StepOutput:  {"CONVERT"},
		option.StepPublish: {"PUBLISH"},
	}[s]
}

func TestEverySettingIsAnArg(t *testing.T) {
	for _, o := range option.Table() {
		if o.Name == option.DiskToolsImage {
			continue // the image of +ubuntu holds the tools
		}
		if o.Name == option.CacheExport {
			continue // Earthly's own cache is no matter of the frontend
		}
		value, found := argOf(t, o.Name, takers(o.Step))
		if !found {
			t.Errorf("%s is an ARG of none of %v", o.Name, takers(o.Step))
		}
		if o.Name == option.ISOImage || o.Name == option.IsCloudImage {
			continue // BASE_IMAGE is its other name; each target has its own default
		}
		if value != "" && value != o.Default {
			t.Errorf("ARG %s is %q by default, and %q in amikit's table", o.Name, value, o.Default)
		}
	}
}

func argOf(t *testing.T, name string, recipes []string) (value string, found bool) {
	for _, r := range recipes {
		if value, found := recipe(t, r).Args()[name]; found {
			return value, true
		}
	}
	return "", false
}

func TestEveryArgOfAStepIsASetting(t *testing.T) {
	known := []string{"NATIVEARCH", "CREDENTIALS", "CA_BUNDLE", "USER_DATA"}
	for _, name := range []string{"disk", "BUILTIN", "AURORABOOT", "CONVERT", "PUBLISH", "aws-cloud-image"} {
		for arg := range recipe(t, name).Args() {
			if _, ok := option.ByName(arg); !ok && !slices.Contains(known, arg) {
				t.Errorf("ARG %s of %s is no setting of amikit", arg, name)
			}
		}
	}
}

func TestNothingOfTheClientEntersAnImage(t *testing.T) {
	for _, name := range []string{".earthlyignore", ".dockerignore"} {
		lines := strings.Split(read(t, name), "\n")
		for _, file := range []string{"**/.arg", "**/.secret"} {
			if !slices.Contains(lines, file) {
				t.Errorf("%s does not list %s", name, file)
			}
		}
	}
}

func TestTheDiskIsInheritedAndWrittenOnlyWhereAsked(t *testing.T) {
	for _, name := range []string{"cloud-image", "aws-cloud-image"} {
		r := recipe(t, name)
		if from := r.Of("FROM"); len(from) != 1 || from[0].Text != "+disk" {
			t.Errorf("%s stands on %v, not on +disk", name, from)
		}
		if copies := r.Of("COPY"); len(copies) != 0 {
			t.Errorf("%s copies %v", name, copies)
		}
	}
	if saved := recipe(t, "disk").Of("SAVE ARTIFACT"); len(saved) != 0 {
		t.Errorf("+disk saves %v, which every target above it would copy", saved)
	}
}

func TestPublishingAlwaysRuns(t *testing.T) {
	for _, c := range recipe(t, "PUBLISH").Of("RUN") {
		flags, text := c.Flags()
		if strings.Contains(text, "ami create") && !slices.Contains(flags, "--no-cache") {
			t.Errorf("line %d would be taken from cache", c.Line)
		}
	}
}

// own returns the recipes of this repository's Earthfile.
func own(t *testing.T) []earthfile.Recipe {
	t.Helper()
	return parse(t, read(t, "Earthfile"))
}

func recipe(t *testing.T, name string) earthfile.Recipe {
	t.Helper()
	r, ok := earthfile.Find(own(t), name)
	if !ok {
		t.Fatalf("the Earthfile has no %s", name)
	}
	return r
}

// read returns the text of a file of the repository, or of one with an absolute name.
func read(t *testing.T, name string) string {
	t.Helper()
	if !filepath.IsAbs(name) {
		name = filepath.Join(repository, name)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
