package ebs_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"

	"github.com/amikit/amikit/localaws/awstest"
)

func BenchmarkPutSnapshotBlock(b *testing.B) {
	a := awstest.Start(b)
	client := a.EBS()
	out, err := client.StartSnapshot(b.Context(), &ebs.StartSnapshotInput{VolumeSize: aws.Int64(1)})
	if err != nil {
		b.Fatal(err)
	}
	data := block('x')
	b.SetBytes(blockSize)
	var index int32
	for b.Loop() {
		if _, err := client.PutSnapshotBlock(b.Context(), putInput(*out.SnapshotId, index%2048, data)); err != nil {
			b.Fatal(err)
		}
		index++
	}
}
