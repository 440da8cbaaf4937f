//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// wants fails where a text lacks one of the words.
func wants(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("%q is not in the message:\n%s", word, text)
		}
	}
}

// badBuild is a build that must fail: what is wrong with it, and the words of
// the line that says so.
type badBuild struct {
	spoil func(t *testing.T, b *harness.Build)
	words []string
}

func TestABadSettingGetsOneClearLine(t *testing.T) {
	t.Parallel()
	refuseAll(t, map[string]badBuild{
		"an unknown target": {
			func(_ *testing.T, b *harness.Build) { b.Target = "aws-cloud-imag" },
			[]string{"aws-cloud-imag", "did you mean aws-cloud-image"},
		},
		"neither region nor bucket": {
			func(_ *testing.T, b *harness.Build) {
				delete(b.Args, "REGION")
				delete(b.Args, "S3_BUCKET")
				b.Args["IMPORT_METHOD"] = "s3"
			},
			[]string{"REGION", "S3_BUCKET"},
		},
		"a name that AWS refuses": {
			func(_ *testing.T, b *harness.Build) { b.Args["AMI_NAME"] = "kairos+v1" },
			[]string{"AMI_NAME", "kairos+v1"},
		},
		"an http endpoint off loopback": {
			func(_ *testing.T, b *harness.Build) { b.Args["AWS_ENDPOINT_URL"] = "http://192.0.2.1" },
			[]string{"http://192.0.2.1", "ALLOW_HTTP"},
		},
		"a disk builder that there is none of": {
			func(_ *testing.T, b *harness.Build) { b.Args["DISK_BUILDER"] = "magic" },
			[]string{"DISK_BUILDER", "magic", "builtin"},
		},
	})
}

func TestAWrongAccountGetsOneClearLine(t *testing.T) {
	t.Parallel()
	refuseAll(t, map[string]badBuild{
		"no credentials": {
			func(_ *testing.T, b *harness.Build) { b.Secrets = nil },
			[]string{"credentials", "AWS_ACCESS_KEY_ID"},
		},
		"credentials under other IDs": {
			func(_ *testing.T, b *harness.Build) {
				b.Secrets = map[string]string{"aws_access_key_id": b.Secrets["AWS_ACCESS_KEY_ID"], "aws-secret-access-key": b.Secrets["AWS_SECRET_ACCESS_KEY"]}
			},
			[]string{"no AWS credentials", "secret aws_access_key_id is given, and AWS_ACCESS_KEY_ID is not", "secret aws-secret-access-key is given"},
		},
		"a wrong secret key": {
			func(_ *testing.T, b *harness.Build) {
				b.Secrets = with(b.Secrets, map[string]string{"AWS_SECRET_ACCESS_KEY": "wrong"})
			},
			[]string{"SignatureDoesNotMatch"},
		},
		"a profile that is not in the file": {
			func(t *testing.T, b *harness.Build) {
				b.Secrets = map[string]string{"AWS_PROFILE": "nobody"}
				b.SecretFiles = map[string]string{"aws-config": write(t, t.TempDir(), "config", "[profile somebody]\nregion = us-east-1\n")}
			},
			[]string{"nobody", "profile"},
		},
		"an endpoint that does not answer": {
			func(_ *testing.T, b *harness.Build) { b.Args["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1" },
			[]string{"127.0.0.1:1"},
		},
		"a bucket that does not exist": {
			func(_ *testing.T, b *harness.Build) { b.Args["S3_BUCKET"] = "e2e-no-such-bucket" },
			[]string{"e2e-no-such-bucket", "does not exist"},
		},
		"a bucket in another region": {
			func(_ *testing.T, b *harness.Build) { b.Args["REGION"] = "eu-west-1" },
			[]string{"us-east-1", "eu-west-1"},
		},
	})
}

func TestABadSourceGetsOneClearLine(t *testing.T) {
	t.Parallel()
	refuseAll(t, map[string]badBuild{
		"a root filesystem without a kernel": {
			func(t *testing.T, b *harness.Build) {
				t.Helper()
				remove(t, b.Context, "rootfs/boot")
			},
			[]string{"no kernel"},
		},
		"user-data that is no YAML": {
			func(t *testing.T, b *harness.Build) {
				t.Helper()
				write(t, b.Context, userDataPath, "#cloud-config\nusers: [\n")
			},
			[]string{userDataPath, "YAML"},
		},
		"user-data without its first line": {
			func(t *testing.T, b *harness.Build) {
				t.Helper()
				write(t, b.Context, userDataPath, "hostname: x\n")
			},
			[]string{userDataPath, "#cloud-config"},
		},
	})
}

func refuseAll(t *testing.T, builds map[string]badBuild) {
	t.Helper()
	for name, c := range builds {
		t.Run(name, func(t *testing.T) {
			b := publish(t, newAccount(t))
			c.spoil(t, &b)
			r := refuse(t, harness.Gateway, b)
			wants(t, lastLine(r.Stderr), c.words...)
			nothingIn(t, b.Output)
		})
	}
}

// lastLine is the client's message: buildctl prints it last.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

func nothingIn(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) > 0 {
		t.Errorf("the failed build left %v behind", entries)
	}
}

func remove(t *testing.T, elem ...string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(elem...)); err != nil {
		t.Fatal(err)
	}
}

// TestABadDiskGetsOneClearLine holds disks that amikit ami create must refuse.
func TestABadDiskGetsOneClearLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make  func(t *testing.T, dir string) string
		words []string
	}{
		"a folder without a raw file": {
			func(t *testing.T, dir string) string { write(t, dir, "notes.txt", "x"); return dir },
			[]string{"notes.txt"},
		},
		"a folder with two": {
			func(t *testing.T, dir string) string {
				write(t, dir, "a.raw", "x")
				write(t, dir, "b.raw", "x")
				return dir
			},
			[]string{"a.raw", "b.raw"},
		},
		"a file that is no disk": {
			func(t *testing.T, dir string) string { return write(t, dir, "a.raw", strings.Repeat("x", 4<<20)) },
			[]string{"a.raw", "partition table"},
		},
		"no file at all": {
			func(_ *testing.T, dir string) string { return filepath.Join(dir, "gone.raw") },
			[]string{"no file gone.raw", "build target cloud-image first"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			cmd := exec.CommandContext(t.Context(), suite.Amikit, "ami", "create", c.make(t, t.TempDir()))
			cmd.Dir = t.TempDir()
			cmd.Env = a.Environ()
			out, err := cmd.CombinedOutput()
			if err == nil {
				t.Fatalf("it was taken:\n%s", out)
			}
			wants(t, lastLine(string(out)), c.words...)
		})
	}
}

func TestSecurityInsecureIsRefusedWithTheFlagsThatAllowIt(t *testing.T) {
	t.Parallel()
	for c, words := range map[harness.Client][]string{
		harness.Gateway: {"security.insecure", "buildctl", "buildx", "--allow-privileged", "DISK_BUILDER=builtin"},
		harness.Amikit:  {"security.insecure", "amikit build --allow security.insecure", "DISK_BUILDER=builtin"},
	} {
		t.Run(string(c), func(t *testing.T) {
			b := auroraboot(t)
			b.Allow = nil
			b.Args["DISK_BUILDER"] = "auroraboot"
			r := refuse(t, c, b)
			wants(t, r.Stderr, words...)
			if r.Executed("COPY rootfs") != 0 {
				t.Error("the refusal came after the root filesystem was built")
			}
		})
	}
}

func TestADaemonWithoutTheEntitlementRefusesAtOnce(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp(suite.Dir, "strict-")
	if err != nil {
		t.Fatal(err)
	}
	strict, err := harness.StartBuildkitd(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer strict.Stop()
	b := auroraboot(t)
	b.Host = strict.Address
	wants(t, refuse(t, harness.Gateway, b).Stderr, "security.insecure is not allowed by build daemon configuration")
	b.Allow = nil
	b.Args["DISK_BUILDER"] = "auroraboot"
	wants(t, refuse(t, harness.Gateway, b).Stderr, "--allow-insecure-entitlement")
}
