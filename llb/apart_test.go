package llb_test

import (
	"testing"

	"github.com/moby/buildkit/client/llb"

	"github.com/amikit/amikit/internal/step"
	amillb "github.com/amikit/amikit/llb"
)

func TestApartAddsNothingButAMountPoint(t *testing.T) {
	graph := marshal(t, amillb.Apart(llb.Image("example.com/tools"), tool()))
	file := graph[1].op.GetFile()
	if len(file.Actions) != 1 || file.Actions[0].GetMkdir().Path != step.Work || !file.Actions[0].GetMkdir().MakeParents {
		t.Fatalf("the graph is %v", graph)
	}
}
