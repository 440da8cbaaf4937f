//go:build awscli

package awscli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

const (
	bucket  = "canvos-images"
	name    = "canvos-ubuntu"
	block   = 512 << 10
	minutes = 60 * time.Second
)

// TestTodaysScriptRunsUnchanged makes each call by which an AMI is made with
// the AWS CLI today, in that order, and reads the disk back.
func TestTodaysScriptRunsUnchanged(t *testing.T) {
	program := build(t)
	server := start(t, program, t.TempDir(), "--import-duration", "100ms", "--image-duration", "0s")
	c := newCLI(t, server.url)
	disk := writeDisk(t, c.dir)

	c.identity()
	c.role()
	c.upload(disk)
	snapshot := c.importSnapshot()
	c.describeSnapshot(snapshot)
	image := c.registerImage(snapshot)
	c.findImage(image, snapshot)
	c.readBack(snapshot, disk)
	c.cleanUp(image, snapshot)
}

// writeDisk makes a disk of 9 MiB, more than one part, with a hole in it.
func writeDisk(t *testing.T, dir string) []byte {
	t.Helper()
	disk := make([]byte, 9<<20)
	for i := range disk[:6<<20] {
		disk[i] = byte(i*7 + i>>13)
	}
	if err := os.WriteFile(filepath.Join(dir, "disk.raw"), disk, 0o600); err != nil {
		t.Fatal(err)
	}
	return disk
}

func (c *cli) identity() {
	arn := c.aws("sts", "get-caller-identity", "--query", "Arn")
	if !regexp.MustCompile(`^arn:aws:iam::[0-9]{12}:`).MatchString(arn) {
		c.t.Errorf("the caller is %q", arn)
	}
}

func (c *cli) role() {
	service := c.aws("iam", "get-role", "--role-name", "vmimport",
		"--query", "Role.AssumeRolePolicyDocument.Statement[0].Principal.Service")
	c.want("who may assume the role", service, "vmie.amazonaws.com")
	c.aws("iam", "list-attached-role-policies", "--role-name", "vmimport")
	c.refused("NoSuchEntity", "iam", "get-role", "--role-name", "nobody")
}

func (c *cli) upload(disk []byte) {
	c.aws("s3", "mb", "s3://"+bucket)
	if listed, _, ok := c.try("s3", "ls", "s3://"+bucket+"/disk.raw"); ok || listed != "" {
		c.t.Errorf("s3 ls finds %q before the upload", listed)
	}
	c.aws("s3", "cp", "--no-progress", "disk.raw", "s3://"+bucket+"/disk.raw")
	c.aws("s3", "ls", "s3://"+bucket+"/disk.raw")
	size := c.aws("s3api", "head-object", "--bucket", bucket, "--key", "disk.raw", "--query", "ContentLength")
	c.want("the object's size", size, "9437184")
	c.aws("s3", "cp", "--no-progress", "s3://"+bucket+"/disk.raw", "back.raw")
	c.wantFile("back.raw", disk)
}

func (c *cli) importSnapshot() string {
	container := `{"Description":"disk","Format":"raw","UserBucket":{"S3Bucket":"` + bucket + `","S3Key":"disk.raw"}}`
	task := c.aws("ec2", "import-snapshot", "--description", name, "--disk-container", container, "--query", "ImportTaskId")
	for deadline := time.Now().Add(minutes); time.Now().Before(deadline); {
		switch status := c.importStatus(task, "Status"); status {
		case "completed":
			return c.importStatus(task, "SnapshotId")
		case "active":
		default:
			c.t.Fatalf("the import is %s: %s", status, c.importStatus(task, "StatusMessage"))
		}
	}
	c.t.Fatal("the import does not end")
	return ""
}

func (c *cli) importStatus(task, member string) string {
	return c.aws("ec2", "describe-import-snapshot-tasks", "--import-task-ids", task,
		"--query", "ImportSnapshotTasks[0].SnapshotTaskDetail."+member)
}

func (c *cli) describeSnapshot(snapshot string) {
	c.aws("ec2", "create-tags", "--resources", snapshot, "--tags", "Key=Name,Value="+name)
	state := c.aws("ec2", "describe-snapshots", "--snapshot-ids", snapshot,
		"--query", "Snapshots[0].[State,VolumeSize,Tags[0].Value]")
	c.want("the snapshot", state, "completed\t1\t"+name)
	c.aws("ec2", "wait", "snapshot-completed", "--snapshot-ids", snapshot)
}

func (c *cli) registerImage(snapshot string) string {
	return c.aws("ec2", "register-image", "--name", name, "--architecture", "x86_64",
		"--root-device-name", "/dev/xvda", "--virtualization-type", "hvm", "--boot-mode", "uefi", "--ena-support",
		"--block-device-mappings", "DeviceName=/dev/xvda,Ebs={SnapshotId="+snapshot+",VolumeType=gp3,DeleteOnTermination=true}",
		"--query", "ImageId")
}

func (c *cli) findImage(image, snapshot string) {
	c.aws("ec2", "wait", "image-available", "--image-ids", image)
	found := c.aws("ec2", "describe-images", "--owners", "self", "--filters", "Name=name,Values="+name,
		"--query", "Images[0].[ImageId,State,Architecture,BootMode,EnaSupport,RootDeviceName,BlockDeviceMappings[0].Ebs.SnapshotId]")
	c.want("the image", found, image+"\tavailable\tx86_64\tuefi\tTrue\t/dev/xvda\t"+snapshot)
	c.refused("InvalidAMIName.Duplicate", "ec2", "register-image", "--name", name, "--root-device-name", "/dev/xvda",
		"--block-device-mappings", "DeviceName=/dev/xvda,Ebs={SnapshotId="+snapshot+"}")
}

// readBack reads a block of data, and finds that the hole has none.
func (c *cli) readBack(snapshot string, disk []byte) {
	blocks := c.aws("ebs", "list-snapshot-blocks", "--snapshot-id", snapshot, "--query", "length(Blocks)")
	c.want("the number of blocks with data", blocks, "12")
	token := c.aws("ebs", "list-snapshot-blocks", "--snapshot-id", snapshot, "--query", "Blocks[?BlockIndex==`3`].BlockToken")
	c.aws("ebs", "get-snapshot-block", "--snapshot-id", snapshot, "--block-index", "3", "--block-token", token, "block")
	c.wantFile("block", disk[3*block:4*block])
}

func (c *cli) cleanUp(image, snapshot string) {
	c.refused("InvalidSnapshot.InUse", "ec2", "delete-snapshot", "--snapshot-id", snapshot)
	c.aws("ec2", "deregister-image", "--image-id", image)
	c.aws("ec2", "delete-snapshot", "--snapshot-id", snapshot)
	c.refused("InvalidSnapshot.NotFound", "ec2", "describe-snapshots", "--snapshot-ids", snapshot)
	c.aws("s3", "rm", "s3://"+bucket+"/disk.raw")
	c.aws("s3", "rb", "s3://"+bucket)
}

func (c *cli) wantFile(file string, want []byte) {
	c.t.Helper()
	got, err := os.ReadFile(filepath.Join(c.dir, file))
	if err != nil || !bytes.Equal(got, want) {
		c.t.Errorf("%s has %d bytes, %v; they differ from the %d of the disk", file, len(got), err, len(want))
	}
}
