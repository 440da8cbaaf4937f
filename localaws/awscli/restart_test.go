//go:build awscli

package awscli

import "testing"

func TestEverythingIsThereAfterAKill(t *testing.T) {
	program, dir := build(t), t.TempDir()
	server := start(t, program, dir, "--import-duration", "100ms", "--image-duration", "0s")
	c := newCLI(t, server.url)
	disk := writeDisk(t, c.dir)
	c.upload(disk)
	snapshot := c.importSnapshot()
	image := c.registerImage(snapshot)
	server.kill()

	again := start(t, program, dir)
	c = c.with("AWS_ENDPOINT_URL=" + again.url)
	c.findImage(image, snapshot)
	c.readBack(snapshot, disk)
	c.aws("s3", "cp", "--no-progress", "s3://"+bucket+"/disk.raw", "after.raw")
	c.wantFile("after.raw", disk)
}
