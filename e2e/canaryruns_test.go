//go:build e2e

package e2e

import (
	"maps"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// canaryRun is a build with secrets, and whether it has to fail.
type canaryRun struct {
	client harness.Client
	build  harness.Build
	fails  bool
}

func canaryRuns(t *testing.T, a harness.Account, left string) map[string]canaryRun {
	t.Helper()
	runs := goodRuns(t, a, left)
	maps.Copy(runs, badRuns(t, a))
	maps.Copy(runs, refusedRuns(t))
	return runs
}

// goodRuns are builds of each target.
func goodRuns(t *testing.T, a harness.Account, left string) map[string]canaryRun {
	t.Helper()
	published, root := canaries(t, a), canaries(t, a)
	profile := withProfile(t, canaries(t, a), "credential_process = curl -sf "+lend(t, a).url)
	provenance := []string{"--opt", "attest:provenance=mode=max"}
	published.Extra = append(provenance, "--export-cache", "type=local,mode=max,compression=uncompressed,dest="+filepath.Join(left, "cache"))
	profile.Args["AMI_NAME"], profile.Args["S3_KEY"] = "e2e-profile", "profile.raw"
	root.Target = "iso-image"
	root.Extra = append(provenance, "--export-cache", "type=inline",
		"--output", "type=oci,tar=false,compression=uncompressed,dest="+filepath.Join(left, "layout"))
	return map[string]canaryRun{
		"an AMI":               {harness.Gateway, published, false},
		"an AMI by a profile":  {harness.Amikit, profile, false},
		"a root filesystem":    {harness.Gateway, root, false},
		"a disk by auroraboot": {harness.Buildx, withCanaries(t, auroraboot(t)), false},
	}
}

// badRuns are builds with something wrong in them, one for each step.
func badRuns(t *testing.T, a harness.Account) map[string]canaryRun {
	t.Helper()
	spoiled := func(c harness.Client, spoil func(b *harness.Build)) canaryRun {
		b := canaries(t, a)
		spoil(&b)
		return canaryRun{c, b, true}
	}
	unmountable := withCanaries(t, auroraboot(t))
	unmountable.Args["AURORABOOT_IMAGE"] = brokenAuroraBoot(t, "mkfs.ext2", "exit 0\n")
	return map[string]canaryRun{
		"auroraboot that fails":    {harness.Gateway, unmountable, true},
		"a bucket that is none":    spoiled(harness.Gateway, func(b *harness.Build) { b.Args["S3_BUCKET"] = "e2e-canary-no-such-bucket" }),
		"an endpoint that is none": spoiled(harness.Buildx, func(b *harness.Build) { b.Args["AWS_ENDPOINT_URL"] = "ftp://x" }),
		"a wrong key":              spoiled(harness.Gateway, func(b *harness.Build) { b.Secrets["AWS_SECRET_ACCESS_KEY"] = keyCanary }),
		"no kernel":                spoiled(harness.Gateway, func(b *harness.Build) { remove(t, b.Context, "rootfs/boot") }),
		"a Dockerfile that fails":  spoiled(harness.Gateway, func(b *harness.Build) { write(t, b.Context, "Dockerfile", "FROM scratch\nCOPY none /\n") }),
		"user-data that is none": spoiled(harness.Gateway, func(b *harness.Build) {
			b.SecretFiles["user-data"] = write(t, t.TempDir(), "user-data", "#cloud-config\n"+userDataCanary+": ["+userDataCanary+"\n")
		}),
	}
}

// refusedRuns are builds of accounts that AWS denies one call each, until the
// denials are deleted.
func refusedRuns(t *testing.T) map[string]canaryRun {
	t.Helper()
	runs := map[string]canaryRun{}
	for action, c := range map[string]harness.Client{
		"s3:UploadPart": harness.Gateway, "ec2:ImportSnapshot": harness.Amikit, "ec2:RegisterImage": harness.Buildx, "ebs:PutSnapshotBlock": harness.Amikit,
	} {
		a := newAccount(t)
		steer(t, "POST", "denials", map[string]string{"action": action, "accessKey": a.AccessKey})
		b := canaries(t, a)
		if action == "ebs:PutSnapshotBlock" {
			delete(b.Args, "S3_BUCKET")
		}
		runs["a refused "+action] = canaryRun{c, b, true}
	}
	return runs
}

// canaries is a build of an AMI, with secrets and a log of all calls.
func canaries(t *testing.T, a harness.Account) harness.Build {
	t.Helper()
	b := withCanaries(t, publish(t, a))
	b.Args["LOG_LEVEL"] = "debug"
	return b
}

// withCanaries gives a build secrets that are words of their own, in every form.
func withCanaries(t *testing.T, b harness.Build) harness.Build {
	t.Helper()
	dir := t.TempDir()
	b.SecretFiles = map[string]string{
		"aws-config": write(t, dir, "config", "[profile canary]\nrole_session_name = "+configCanary+"\n"),
		"user-data":  write(t, dir, "user-data", "#cloud-config\nstylus: {site: {edgeHostToken: "+userDataCanary+"}}\n"),
	}
	return b
}
