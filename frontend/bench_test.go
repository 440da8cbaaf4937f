package frontend

import "testing"

// BenchmarkGraph is the frontend's own work for an AMI: parsing what the client
// asks for, reading a Dockerfile, drawing and encoding the graph. The daemon
// answers at once.
func BenchmarkGraph(b *testing.B) {
	build := New()
	for b.Loop() {
		g := newGateway(map[string]string{
			keyTarget: TargetAMI, "build-arg:REGION": "us-east-1", "build-arg:S3_BUCKET": "disks", "build-arg:DISK_BUILDER": "builtin",
		}).withDockerfile("FROM scratch\nCOPY rootfs /\n").withUserData("#cloud-config\nhostname: bench\n")
		if _, err := build(b.Context(), g); err != nil {
			b.Fatal(err)
		}
	}
}
