package frontend

import (
	"errors"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/option"
)

func TestChooseBuilder(t *testing.T) {
	refused := &EntitlementError{Err: errors.New("security.insecure is not allowed")}
	broken := errors.New("the root filesystem does not build")
	for name, c := range map[string]struct {
		setting string
		facts   facts
		err     error
		want    string
		wantErr error
	}{
		"auroraboot is taken as it is":                  {option.BuilderAuroraBoot, facts{refused: refused}, nil, option.BuilderAuroraBoot, nil},
		"builtin is taken as it is":                     {option.BuilderBuiltin, facts{kairos: true}, nil, option.BuilderBuiltin, nil},
		"auto takes auroraboot for Kairos":              {option.BuilderAuto, facts{kairos: true}, nil, option.BuilderAuroraBoot, nil},
		"auto takes builtin for anything else":          {option.BuilderAuto, facts{}, nil, option.BuilderBuiltin, nil},
		"no entitlement is needed for anything else":    {option.BuilderAuto, facts{refused: refused}, nil, option.BuilderBuiltin, nil},
		"auto takes builtin where nothing is granted":   {option.BuilderAuto, facts{kairos: true, refused: refused}, nil, option.BuilderBuiltin, nil},
		"a root filesystem that does not build says so": {option.BuilderAuto, facts{}, broken, "", broken},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := chooseBuilder(c.setting, func() (facts, error) { return c.facts, c.err })
			if got.builder != c.want || !errors.Is(err, c.wantErr) {
				t.Fatalf("chose %+v, %v", got, err)
			}
		})
	}
}

func TestChooseBuilderLooksOnlyWhereItMust(t *testing.T) {
	for _, setting := range []string{option.BuilderAuroraBoot, option.BuilderBuiltin} {
		_, err := chooseBuilder(setting, func() (facts, error) {
			t.Errorf("%s needs no look at the root filesystem", setting)
			return facts{}, nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestAnUnknownBuilderNamesTheKnownOnes(t *testing.T) {
	_, err := chooseBuilder("aurora", nil)
	if err == nil || !strings.Contains(err.Error(), "auto, auroraboot or builtin") {
		t.Fatalf("error is %v", err)
	}
}

func TestIsKairos(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  bool
	}{
		"its own release file":       {map[string]string{"etc/kairos-release": "KAIROS_FLAVOR=ubuntu\n"}, true},
		"an empty release file":      {map[string]string{"etc/kairos-release": ""}, true},
		"keys in os-release":         {map[string]string{"etc/os-release": "ID=ubuntu\nKAIROS_FLAVOR=ubuntu\n"}, true},
		"another distribution":       {map[string]string{"etc/os-release": "ID=debian\nNAME=\"not KAIROS_\"\n"}, false},
		"no release file whatsoever": {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGateway(map[string]string{"build-arg:ISO_IMAGE": "example.com/os"})
			g.files["release files"] = c.files
			r := g.request(t)
			root, err := r.Rootfs(t.Context(), r.Platforms[0])
			if err != nil {
				t.Fatal(err)
			}
			if got, err := r.isKairos(t.Context(), root); got != c.want || err != nil {
				t.Fatalf("Kairos: %v, %v", got, err)
			}
		})
	}
}

// kairosGateway asks for a disk of a Kairos root filesystem, without privilege.
func kairosGateway(builder string) *gateway {
	g := newGateway(map[string]string{
		keyTarget: TargetDisk, "build-arg:ISO_IMAGE": "example.com/os", "build-arg:DISK_BUILDER": builder,
	}).withUserData("#cloud-config\n")
	g.files["release files"] = map[string]string{"etc/kairos-release": "KAIROS_FLAVOR=ubuntu\n"}
	g.insure = errors.New("security.insecure is not allowed")
	return g
}

func TestAutoGoesOnWithoutPrivilegeAndSaysSoOnce(t *testing.T) {
	g := kairosGateway("")
	g.opts["platform"] = "linux/amd64,linux/arm64"
	if _, err := g.build(t); err != nil {
		t.Fatal(err)
	}
	if len(g.warnings) != 1 || !strings.Contains(g.warnings[0], "security.insecure") {
		t.Errorf("warnings are %q", g.warnings)
	}
	if solved := strings.Join(g.solved, "\n"); strings.Count(solved, "builtin: raw EFI disk (auto: Kairos, security.insecure is not granted)") != 2 {
		t.Errorf("it solved %s", solved)
	}
}

func TestANamedAuroraBootWithoutPrivilegeNamesTheFlags(t *testing.T) {
	for product, want := range map[string][]string{
		"buildkit": {"buildctl", "buildx", "bake", "--allow security.insecure", "--allow-insecure-entitlement", "insecure-entitlements", "DISK_BUILDER=builtin"},
		"amikit":   {"amikit build --allow security.insecure", "--allow-insecure-entitlement", "DISK_BUILDER=builtin"},
	} {
		g := kairosGateway(option.BuilderAuroraBoot)
		g.product = product
		g.fail = map[string]error{"auroraboot: raw EFI disk": errors.New("failed to load LLB: security.insecure is not allowed")}
		_, err := g.build(t)
		var refused *EntitlementError
		if !errors.As(err, &refused) {
			t.Fatalf("%s: error is %v", product, err)
		}
		for _, text := range want {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("%s: %q does not name %s", product, err, text)
			}
		}
		if product == "amikit" && strings.Contains(err.Error(), "bake") {
			t.Errorf("%q names other clients", err)
		}
	}
}
