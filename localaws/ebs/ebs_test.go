package ebs_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/localaws/awstest"
)

const blockSize = 512 << 10

func block(fill byte) []byte { return bytes.Repeat([]byte{fill}, blockSize) }

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// aggregate is that of blocks in the order of their indexes.
func aggregate(blocks ...[]byte) string {
	var sums []byte
	for _, b := range blocks {
		sum := sha256.Sum256(b)
		sums = append(sums, sum[:]...)
	}
	return digest(sums)
}

func start(t *testing.T, a *awstest.AWS, parent string) string {
	t.Helper()
	in := &ebs.StartSnapshotInput{VolumeSize: aws.Int64(1)}
	if parent != "" {
		in.ParentSnapshotId = &parent
	}
	out, err := a.EBS().StartSnapshot(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if out.Status != types.StatusPending || *out.BlockSize != blockSize || *out.OwnerId != awstest.Mine {
		t.Errorf("started %+v", out)
	}
	return *out.SnapshotId
}

func putInput(id string, index int32, data []byte) *ebs.PutSnapshotBlockInput {
	return &ebs.PutSnapshotBlockInput{
		SnapshotId: &id, BlockIndex: &index, BlockData: bytes.NewReader(data), DataLength: aws.Int32(blockSize),
		Checksum: aws.String(digest(data)), ChecksumAlgorithm: types.ChecksumAlgorithmChecksumAlgorithmSha256,
	}
}

func put(t *testing.T, a *awstest.AWS, id string, index int32, fill byte) {
	t.Helper()
	out, err := a.EBS().PutSnapshotBlock(t.Context(), putInput(id, index, block(fill)))
	if err != nil {
		t.Fatal(err)
	}
	if *out.Checksum != digest(block(fill)) {
		t.Errorf("checksum is %s", *out.Checksum)
	}
}

func complete(t *testing.T, a *awstest.AWS, id string, count int32, sum string) types.Status {
	t.Helper()
	in := &ebs.CompleteSnapshotInput{SnapshotId: &id, ChangedBlocksCount: &count}
	if sum != "" {
		in.Checksum = &sum
		in.ChecksumAlgorithm = types.ChecksumAlgorithmChecksumAlgorithmSha256
		in.ChecksumAggregationMethod = types.ChecksumAggregationMethodChecksumAggregationLinear
	}
	out, err := a.EBS().CompleteSnapshot(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out.Status
}

func described(t *testing.T, a *awstest.AWS, id string) ec2types.Snapshot {
	t.Helper()
	out, err := a.EC2().DescribeSnapshots(t.Context(), &ec2.DescribeSnapshotsInput{SnapshotIds: []string{id}})
	if err != nil {
		t.Fatal(err)
	}
	return out.Snapshots[0]
}

func list(t *testing.T, a *awstest.AWS, id string, options ...awstest.Options) (*ebs.ListSnapshotBlocksOutput, error) {
	t.Helper()
	return a.EBS(options...).ListSnapshotBlocks(t.Context(), &ebs.ListSnapshotBlocksInput{SnapshotId: &id})
}

func indexes(blocks []types.Block) (list []int32) {
	for _, b := range blocks {
		list = append(list, *b.BlockIndex)
	}
	return list
}

// finished is a snapshot with the given blocks, filled with letters from a.
func finished(t *testing.T, a *awstest.AWS, parent string, blocks ...int32) string {
	t.Helper()
	id := start(t, a, parent)
	for i, index := range blocks {
		put(t, a, id, index, 'a'+byte(i))
	}
	complete(t, a, id, int32(len(blocks)), "")
	return id
}
