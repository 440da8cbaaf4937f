//go:build awscli

package awscli

import (
	"os"
	"path/filepath"
	"testing"
)

// TestEachServiceRefusesWrongCredentialsInItsOwnWords has one call of each
// service for each fault.
func TestEachServiceRefusesWrongCredentialsInItsOwnWords(t *testing.T) {
	server := start(t, build(t), t.TempDir())
	good := newCLI(t, server.url)
	good.aws("s3", "mb", "s3://"+bucket)
	for name, x := range map[string]struct{ variable, s3, ec2, sts, iam, ebs string }{
		"an unknown access key": {
			"AWS_ACCESS_KEY_ID=AKIANOBODY",
			"InvalidAccessKeyId", "AuthFailure", "InvalidClientTokenId", "InvalidClientTokenId", "UnrecognizedClientException",
		},
		"a wrong secret": {
			"AWS_SECRET_ACCESS_KEY=wrong",
			"SignatureDoesNotMatch", "AuthFailure", "SignatureDoesNotMatch", "SignatureDoesNotMatch", "InvalidSignatureException",
		},
		"a wrong session token": {
			"AWS_SESSION_TOKEN=wrong",
			"InvalidToken", "AuthFailure", "InvalidClientTokenId", "InvalidClientTokenId", "UnrecognizedClientException",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := good.with(x.variable)
			c.t = t
			c.refused(x.s3, "s3", "ls", "s3://"+bucket)
			c.refused(x.ec2, "ec2", "describe-images", "--owners", "self")
			c.refused(x.sts, "sts", "get-caller-identity")
			c.refused(x.iam, "iam", "get-role", "--role-name", "vmimport")
			c.refused(x.ebs, "ebs", "list-snapshot-blocks", "--snapshot-id", "snap-0123456789abcdef0")
		})
	}
}

func TestABucketOfAnotherRegionIsFoundByTheCLIButNotImported(t *testing.T) {
	server := start(t, build(t), t.TempDir())
	c := newCLI(t, server.url)
	writeDisk(t, c.dir)
	c.aws("s3", "mb", "s3://"+bucket, "--region", "eu-west-1")
	c.aws("s3", "cp", "--no-progress", "disk.raw", "s3://"+bucket+"/disk.raw")
	c.want("the bucket's region", c.aws("s3api", "head-bucket", "--bucket", bucket, "--query", "BucketRegion"), "eu-west-1")
	c.refused("InvalidParameter", "ec2", "import-snapshot",
		"--disk-container", "Format=raw,UserBucket={S3Bucket="+bucket+",S3Key=disk.raw}")
}

// keys are one that may do all, one whose session is over, and one that may do
// little.
const keys = `[
  {"accessKey": "` + accessKey + `", "secretKey": "` + secretKey + `", "accountId": "111111111111"},
  {"accessKey": "ASIAEXPIRED", "secretKey": "` + secretKey + `", "accountId": "111111111111",
   "sessionToken": "over", "expires": "2020-01-01T00:00:00Z"},
  {"accessKey": "AKIALITTLE", "secretKey": "` + secretKey + `", "accountId": "111111111111",
   "denied": ["s3:PutObject", "ec2:RegisterImage", "iam:*"]}
]`

func startWithKeys(t *testing.T) *cli {
	t.Helper()
	file := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(file, []byte(keys), 0o600); err != nil {
		t.Fatal(err)
	}
	return newCLI(t, start(t, build(t), t.TempDir(), "--credentials", file).url)
}

func TestAnExpiredSessionIsRefusedInEachServicesWords(t *testing.T) {
	c := startWithKeys(t)
	c.aws("s3", "mb", "s3://"+bucket)
	c = c.with("AWS_ACCESS_KEY_ID=ASIAEXPIRED").with("AWS_SESSION_TOKEN=over")
	c.refused("ExpiredToken", "s3", "ls", "s3://"+bucket)
	c.refused("RequestExpired", "ec2", "describe-images", "--owners", "self")
	c.refused("ExpiredToken", "sts", "get-caller-identity")
	c.refused("ExpiredTokenException", "ebs", "list-snapshot-blocks", "--snapshot-id", "snap-0123456789abcdef0")
}

func TestWhatIAMDeniesIsRefusedAndADryRunTellsIt(t *testing.T) {
	c := startWithKeys(t)
	c.aws("s3", "mb", "s3://"+bucket)
	writeDisk(t, c.dir)
	register := []string{
		"ec2", "register-image", "--dry-run", "--name", name, "--root-device-name", "/dev/xvda",
		"--block-device-mappings", "DeviceName=/dev/xvda,Ebs={SnapshotId=snap-0123456789abcdef0}",
	}
	c.refused("DryRunOperation", register...)
	little := c.with("AWS_ACCESS_KEY_ID=AKIALITTLE")
	little.refused("UnauthorizedOperation", register...)
	little.refused("AccessDenied", "s3", "cp", "disk.raw", "s3://"+bucket+"/disk.raw")
	little.refused("AccessDenied", "iam", "get-role", "--role-name", "vmimport")
	little.aws("s3", "ls", "s3://"+bucket)
}
