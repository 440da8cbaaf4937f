package llb_test

import (
	"context"
	"fmt"
	"log"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	amillb "github.com/amikit/amikit/llb"
)

// The graph of an AMI, as part of a larger one: its states are extended like any
// other, and nothing runs before BuildKit solves them.
func Example() {
	tool := amillb.Tool{
		Image: llb.Image("registry.example.com/amikit"), Path: "/amikit", DiskPath: "/amikit-disk",
		Platform: ocispecs.Platform{OS: "linux", Architecture: "amd64"},
	}
	root := llb.Image("registry.example.com/os").File(llb.Mkfile("/etc/motd", 0o644, []byte("hello\n")))
	disk := amillb.Builtin(nil, tool, amillb.DiskOptions{Root: root})
	ami := amillb.Publish(tool, disk, amillb.PublishOptions{
		Settings: map[string]string{"REGION": "us-east-1", "S3_BUCKET": "disks"},
		Nonce:    "a random value of this build",
		CacheID:  "amikit",
	})

	def, err := ami.Marshal(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, data := range def.Def {
		var op pb.Op
		if err := op.UnmarshalVT(data); err != nil {
			log.Fatal(err)
		}
		if exec := op.GetExec(); exec != nil {
			fmt.Println(exec.Meta.Args)
		}
	}
	// Output:
	// [/amikit-disk builtin]
	// [/amikit ami create /disk]
}
