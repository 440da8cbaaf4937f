package frontend

import (
	"fmt"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"

	"github.com/amikit/amikit/internal/option"
)

func TestToolsAreApartFromTheSameRootFilesystem(t *testing.T) {
	const one, other = "@sha256:1111111111111111111111111111111111111111111111111111111111111111", "@sha256:2222222222222222222222222222222222222222222222222222222222222222"
	for name, c := range map[string]struct {
		tools, root llb.State
		apart       bool
	}{
		"the same image":                   {llb.Image("example.com/os" + one), llb.Image("example.com/os" + one), true},
		"the same image elsewhere":         {llb.Image("example.com/os" + one), llb.Image("example.com/mirror" + one), true},
		"the same image not pinned":        {llb.Image("example.com/os:1" + one), llb.Image("example.com/os:1"), true},
		"another tag not pinned":           {llb.Image("example.com/os:1" + one), llb.Image("example.com/os:2"), false},
		"the same image in a layout":       {llb.Image("example.com/os" + one), llb.OCILayout("store" + one), true},
		"another image":                    {llb.Image("example.com/os" + one), llb.Image("example.com/os" + other), false},
		"an image that was built upon":     {llb.Image("example.com/os" + one), llb.Image("example.com/os" + one).File(llb.Mkdir("/a", 0o755)), false},
		"an image and an empty filesystem": {llb.Image("example.com/os" + one), llb.Scratch(), false},
		"the same vertex":                  {llb.Local("context"), llb.Local("context"), true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newGateway(nil).request(t)
			before, err := r.contentOf(t.Context(), c.tools)
			if err != nil {
				t.Fatal(err)
			}
			got, err := r.apart(t.Context(), c.tools, c.root)
			if err != nil {
				t.Fatal(err)
			}
			after, err := r.contentOf(t.Context(), got)
			if apart := !after.same(before); apart != c.apart || err != nil {
				t.Fatalf("apart: %v, %v", apart, err)
			}
		})
	}
}

func TestADiskToolsImageThatIsTheRootFilesystemIsApart(t *testing.T) {
	for _, setting := range []string{option.DiskToolsImage, option.AuroraBootImage} {
		builder := map[string]string{option.DiskToolsImage: option.BuilderBuiltin, option.AuroraBootImage: option.BuilderAuroraBoot}[setting]
		r := newGateway(map[string]string{
			"build-arg:ISO_IMAGE": "example.com/os", "build-arg:" + setting: "example.com/os", "build-arg:DISK_BUILDER": builder, "build-arg:IS_CLOUD_IMAGE": "false",
		}).request(t)
		disk, err := r.Disk(t.Context(), r.Platforms[0])
		if err != nil {
			t.Fatal(err)
		}
		def, err := disk.Marshal(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if names := fmt.Sprint(def.Metadata); !strings.Contains(names, "tools apart") {
			t.Errorf("%s: the root filesystem is mounted twice", setting)
		}
	}
}
