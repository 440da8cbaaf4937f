package frontend

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/moby/buildkit/exporter/containerimage/exptypes"
)

func publishGateway(platforms string) *gateway {
	return newGateway(map[string]string{
		keyTarget: TargetAMI, "platform": platforms, "build-arg:ISO_IMAGE": "example.com/os",
		"build-arg:REGION": "r", "build-arg:S3_BUCKET": "b",
	})
}

func TestOnePlatformsResultHasPlainKeys(t *testing.T) {
	res, err := publishGateway("linux/arm64").build(t)
	if err != nil {
		t.Fatal(err)
	}
	if res.Ref == nil || len(res.Refs) != 0 {
		t.Fatalf("result is %+v", res)
	}
	ami, err := base64.StdEncoding.DecodeString(string(res.Metadata[MetadataKey]))
	if err != nil || string(ami) != `{"imageID":"ami-1"}` {
		t.Errorf("%s is %q, %v", MetadataKey, ami, err)
	}
	if config := string(res.Metadata[exptypes.ExporterImageConfigKey]); !strings.Contains(config, `"architecture":"arm64"`) {
		t.Errorf("the image config is %s", config)
	}
	if list := string(res.Metadata[exptypes.ExporterPlatformsKey]); !strings.Contains(list, `"ID":"linux/arm64"`) {
		t.Errorf("the platforms are %s", list)
	}
}

func TestSeveralPlatformsHaveKeysOfTheirOwn(t *testing.T) {
	g := publishGateway("linux/amd64,linux/arm64")
	res, err := g.build(t)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"linux/amd64", "linux/arm64"} {
		if res.Refs[id] == nil || res.Metadata[MetadataKey+"/"+id] == nil || res.Metadata[exptypes.ExporterImageConfigKey+"/"+id] == nil {
			t.Errorf("the result lacks %s: %+v", id, res)
		}
	}
}

// TestNamesHaveTheirPlatformWhereTheResultIsForSeveral holds for a client too
// that gives each platform to a daemon of its own.
func TestNamesHaveTheirPlatformWhereTheResultIsForSeveral(t *testing.T) {
	for name, c := range map[string]struct{ platforms, multi, want string }{
		"one":                      {"linux/arm64", "", ""},
		"one of several":           {"linux/arm64", "true", "arm64"},
		"the first of two":         {"linux/arm64,linux/amd64", "", "arm64"},
		"with the variant, if any": {"linux/arm/v7,linux/amd64", "", "armv7"},
	} {
		t.Run(name, func(t *testing.T) {
			g := publishGateway(c.platforms)
			if c.multi != "" {
				g.opts["multi-platform"] = c.multi
			}
			r := g.request(t)
			if got := r.suffix(r.Platforms[0]); got != c.want {
				t.Errorf("the suffix is %q, want %q", got, c.want)
			}
		})
	}
}

func TestOnePlatformsFailureLeavesTheOther(t *testing.T) {
	g := publishGateway("linux/amd64,linux/arm64")
	g.fail = map[string]error{"linux/amd64 aws-cloud-image": errors.New("no space left")}
	_, err := g.build(t)
	if err == nil || err.Error() != "linux/amd64: no space left" {
		t.Fatalf("error is %v", err)
	}
	if !strings.Contains(strings.Join(g.solved, "\n"), "linux/arm64 aws-cloud-image") {
		t.Errorf("the other platform was not built: %v", g.solved)
	}
}

func TestEveryPlatformsFailureIsNamed(t *testing.T) {
	g := publishGateway("linux/amd64,linux/arm64")
	g.fail = map[string]error{"register the disk": errors.New("no space left")}
	_, err := g.build(t)
	if err == nil || !strings.Contains(err.Error(), "linux/amd64: no space") || !strings.Contains(err.Error(), "linux/arm64: no space") {
		t.Fatalf("error is %v", err)
	}
}

func TestAPanicOfOnePlatformIsItsError(t *testing.T) {
	r := publishGateway("linux/amd64,linux/arm64").request(t)
	_, err := r.each(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "linux/arm64: amikit failed unexpectedly") {
		t.Fatalf("error is %v", err)
	}
}

func TestTheRootFilesystemOfANamedContextIsAnImage(t *testing.T) {
	for name, opts := range map[string]map[string]string{
		"a named context":                 {rootfsContext: "docker-image://example.com/os"},
		"a named context of the platform": {rootfsContext + "::linux/amd64": "docker-image://example.com/os"},
		"ISO_IMAGE":                       {"build-arg:ISO_IMAGE": "example.com/os"},
		"a named context over ISO_IMAGE":  {rootfsContext: "docker-image://example.com/os", "build-arg:ISO_IMAGE": "example.com/not"},
	} {
		t.Run(name, func(t *testing.T) {
			opts[keyTarget] = TargetRootfs
			g := newGateway(opts)
			res, err := g.build(t)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(strings.Join(g.solved, "\n"), "example.com/os") {
				t.Errorf("solved %v", g.solved)
			}
			if config := string(res.Metadata[exptypes.ExporterImageConfigKey]); !strings.Contains(config, "amd64") {
				t.Errorf("the image config is %s", config)
			}
			if res.Ref == nil {
				t.Error("the result is no filesystem")
			}
		})
	}
}

func TestTheSettingsAreCheckedBeforeTheLongWork(t *testing.T) {
	g := publishGateway("linux/amd64,linux/arm64")
	g.fail = map[string]error{"[aws-cloud-image] check": errors.New("no AWS credentials found")}
	_, err := g.build(t)
	if err == nil || err.Error() != "no AWS credentials found" {
		t.Fatalf("error is %v", err)
	}
	if solved := strings.Join(g.solved, "\n"); strings.Contains(solved, "raw EFI disk") || strings.Contains(solved, "register") {
		t.Errorf("before that it solved %s", solved)
	}
}
