package frontend

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/subrequests/outline"
	"github.com/opencontainers/go-digest"
)

func TestABuildWithoutDockerfileSaysWhatToGive(t *testing.T) {
	for name, opts := range map[string]map[string]string{
		"the last stage": {}, "its outline": {keyRequestID: outline.RequestSubrequestsOutline}, "the root filesystem": {keyTarget: TargetRootfs},
	} {
		_, err := newGateway(opts).build(t)
		if err == nil || !strings.Contains(err.Error(), "give a Dockerfile") && !strings.Contains(err.Error(), "no Dockerfile; give one") {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

// lost is a gateway whose images lack a file.
type lost struct{ *gateway }

func (lost) ResolveImageConfig(context.Context, string, sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	return "", "", nil, errors.New("open config: no such file or directory")
}

func TestAnotherFileThatLacksIsNotTakenForTheDockerfile(t *testing.T) {
	_, err := New()(t.Context(), &lost{newGateway(nil).withDockerfile(imageDockerfile)})
	if err == nil || strings.Contains(err.Error(), "no Dockerfile") || !strings.Contains(err.Error(), "open config") {
		t.Errorf("the error is %v", err)
	}
}
