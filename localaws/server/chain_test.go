package server_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/localaws/awstest"
)

const blockSize = 512 << 10

// testDisk has data in blocks 1 and 3 and ends within block 4.
func testDisk() []byte {
	disk := make([]byte, 4*blockSize+1000)
	copy(disk[blockSize+7:], "one")
	copy(disk[3*blockSize:], bytes.Repeat([]byte("three"), 1000))
	disk[len(disk)-1] = 'z'
	return disk
}

func TestADiskBecomesAnImageAndItsBytesComeBack(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	disk := testDisk()
	a.Upload("disk.raw", disk)
	task := a.Import("disk.raw")
	detail := task.SnapshotTaskDetail
	if *detail.Status != "completed" || *detail.DiskImageSize != float64(len(disk)) || *detail.Format != "RAW" {
		t.Fatalf("task is %+v", detail)
	}
	image := a.Image("an image", *detail.SnapshotId)

	out, err := a.EC2().DescribeImages(t.Context(), &ec2.DescribeImagesInput{ImageIds: []string{image}})
	if err != nil {
		t.Fatal(err)
	}
	got := out.Images[0]
	if got.State != ec2types.ImageStateAvailable || got.Architecture != "x86_64" || got.BootMode != "uefi" ||
		*got.ImageLocation != awstest.Mine+"/an image" || *got.BlockDeviceMappings[0].Ebs.SnapshotId != *detail.SnapshotId {
		t.Errorf("image is %+v", got)
	}
	wantBytes(t, a, *detail.SnapshotId, disk, 1, 3, 4)
}

func TestAVMDKBecomesASnapshotOfItsDisk(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	disk := make([]byte, awstest.VMDKCapacity)
	grain := bytes.Repeat([]byte("grain"), awstest.VMDKGrain/5)
	copy(disk[10*awstest.VMDKGrain:], grain)
	grains := map[int64][]byte{10 * awstest.VMDKGrain: grain}
	a.Upload("disk", awstest.VMDK(t, awstest.VMDKStream, grains, 10*awstest.VMDKGrain))
	detail := a.ImportAs("disk", "vmdk").SnapshotTaskDetail
	if *detail.Status != "completed" || *detail.Format != "VMDK" {
		t.Fatalf("task is %+v", detail)
	}
	wantBytes(t, a, *detail.SnapshotId, disk, 1)
	if raw := a.Import("disk").SnapshotTaskDetail; *raw.Status != "deleted" {
		t.Errorf("as a raw disk it is %s", *raw.Status)
	}
}

// wantBytes reads a snapshot through the EBS direct APIs.
func wantBytes(t *testing.T, a *awstest.AWS, id string, disk []byte, indexes ...int32) {
	t.Helper()
	list, err := a.EBS().ListSnapshotBlocks(t.Context(), &ebs.ListSnapshotBlocksInput{SnapshotId: &id})
	if err != nil {
		t.Fatal(err)
	}
	var got []int32
	read := make([]byte, (len(disk)+blockSize-1)/blockSize*blockSize)
	for _, b := range list.Blocks {
		got = append(got, *b.BlockIndex)
		copy(read[int(*b.BlockIndex)*blockSize:], readBlock(t, a, id, b.BlockIndex, b.BlockToken))
	}
	if !slices.Equal(got, indexes) {
		t.Errorf("blocks are %d, want %d", got, indexes)
	}
	if !bytes.Equal(read[:len(disk)], disk) {
		t.Error("the bytes are not the disk's")
	}
}

func readBlock(t *testing.T, a *awstest.AWS, id string, index *int32, token *string) []byte {
	t.Helper()
	out, err := a.EBS().GetSnapshotBlock(t.Context(),
		&ebs.GetSnapshotBlockInput{SnapshotId: &id, BlockIndex: index, BlockToken: token})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.BlockData.Close() }()
	var data bytes.Buffer
	if _, err := data.ReadFrom(out.BlockData); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

func TestEverythingSurvivesARestart(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	disk := testDisk()
	a.Upload("disk.raw", disk)
	task := a.Import("disk.raw")
	snapshot := *task.SnapshotTaskDetail.SnapshotId
	image := a.Image("an image", snapshot)
	_, err := a.EC2().CreateTags(t.Context(), &ec2.CreateTagsInput{
		Resources: []string{image}, Tags: []ec2types.Tag{{Key: aws.String("k"), Value: aws.String("v")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Restart()
	out, err := a.EC2().DescribeImages(t.Context(), &ec2.DescribeImagesInput{ImageIds: []string{image}})
	if err != nil {
		t.Fatal(err)
	}
	if tags := out.Images[0].Tags; len(tags) != 1 || *tags[0].Value != "v" {
		t.Errorf("tags are %v", tags)
	}
	if again := a.Imported(*task.ImportTaskId); *again.SnapshotTaskDetail.SnapshotId != snapshot {
		t.Errorf("task is %+v", again.SnapshotTaskDetail)
	}
	wantBytes(t, a, snapshot, disk, 1, 3, 4)
}

func TestAnImportGoesOnAfterARestart(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	a.Upload("disk.raw", testDisk())
	a.Admin("PUT", "durations", map[string]string{"import": "1h"})
	out, err := a.EC2().ImportSnapshot(t.Context(), awstest.ImportInput("disk.raw"))
	if err != nil {
		t.Fatal(err)
	}
	if got := *out.SnapshotTaskDetail.Status + " " + *out.SnapshotTaskDetail.StatusMessage; got != "active pending" {
		t.Errorf("it begins as %s", got)
	}
	a.Restart()
	task := a.Imported(*out.ImportTaskId)
	wantBytes(t, a, *task.SnapshotTaskDetail.SnapshotId, testDisk(), 1, 3, 4)
}
