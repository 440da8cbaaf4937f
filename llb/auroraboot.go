package llb

import (
	"github.com/moby/buildkit/client/llb"
)

// AuroraBoot makes a raw disk with the auroraboot of the image: with
// security.insecure, which its loop devices need, and without network. The
// image's root is read-only, as auroraboot leaves a log there that would stay in
// the build cache. The result holds one *.raw and disk.json.
func AuroraBoot(image llb.State, t Tool, o DiskOptions) llb.State {
	return diskExec(image, "auroraboot", t, o, llb.Security(llb.SecurityModeInsecure))
}
