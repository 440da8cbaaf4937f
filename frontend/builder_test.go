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
		"auto names the flags where Kairos needs them":  {option.BuilderAuto, facts{kairos: true, refused: refused}, nil, "", refused},
		"a root filesystem that does not build says so": {option.BuilderAuto, facts{}, broken, "", broken},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := chooseBuilder(c.setting, func() (facts, error) { return c.facts, c.err })
			if got != c.want || !errors.Is(err, c.wantErr) {
				t.Fatalf("chose %q, %v", got, err)
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

func TestARefusedEntitlementNamesTheFlagOfEachClient(t *testing.T) {
	g := newGateway(map[string]string{keyTarget: TargetDisk, "build-arg:ISO_IMAGE": "example.com/os"})
	g.files["release files"] = map[string]string{"etc/kairos-release": "KAIROS_FLAVOR=ubuntu\n"}
	g.insure = errors.New("security.insecure is not allowed")
	_, err := g.build(t)
	var refused *EntitlementError
	if !errors.As(err, &refused) {
		t.Fatalf("error is %v", err)
	}
	for _, want := range []string{"buildctl", "buildx", "bake", "Earthly", "--allow-insecure-entitlement", "DISK_BUILDER=builtin"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not name %s", err, want)
		}
	}
}
