//go:build e2e

package e2e

import (
	"os"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// oddUserData holds what programs between a build and its disk could take for
// something else.
const oddUserData = "#cloud-config\n# [[[ .x ]]] {{ .y }} $HOME `id`\nstylus: {site: {edgeHostToken: 'e2e-odd-canary'}}\n" +
	"runcmd:\n- |\n  #!/bin/sh\n  [[[ -n \"$1\" ]]] && echo 'a\"b' > /tmp/x\\\n"

// secretly gives a build a cloud-config as a secret, and its context one that
// must not be used.
func secretly(t *testing.T, b harness.Build, text string) harness.Build {
	t.Helper()
	write(t, b.Context, userDataPath, "#cloud-config\nhostname: not-this-one\n")
	b.SecretFiles = map[string]string{"user-data": write(t, t.TempDir(), "user-data", text)}
	return b
}

func TestSecretUserDataReachesTheDiskByEveryClient(t *testing.T) {
	for _, c := range harness.Clients() {
		t.Run(string(c), func(t *testing.T) {
			for builder, b := range map[string]harness.Build{"auroraboot": auroraboot(t), "builtin": builtinKairos(t)} {
				r := build(t, c, secretly(t, b, oddUserData))
				raw, _ := describe(t, b.Output)
				if got := cat(t, raw, oemPartition(t, raw), "/90_custom.yaml"); got != oddUserData {
					t.Errorf("%s: the cloud-config on the disk is %q", builder, got)
				}
				if !strings.Contains(strings.Join(files(t, raw, 2), "\n"), "90_custom.yaml -rw------- 0:0 ") {
					t.Errorf("%s: the cloud-config is not root's alone", builder)
				}
				if strings.Contains(string(r.Raw), "e2e-odd-canary") {
					t.Errorf("%s: the log shows the token", builder)
				}
			}
		})
	}
}

func TestAnotherSecretUserDataIsAnotherDisk(t *testing.T) {
	b := secretly(t, builtin(t), "#cloud-config\nhostname: first\n")
	build(t, harness.Gateway, b)
	if r := build(t, harness.Gateway, b); r.Executed("raw EFI disk") != 0 {
		t.Error("the same cloud-config made the disk again")
	}
	if err := os.WriteFile(b.SecretFiles["user-data"], []byte("#cloud-config\nhostname: second\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := build(t, harness.Gateway, b)
	if r.Executed("raw EFI disk") != 1 || r.Executed("COPY rootfs") != 0 {
		t.Errorf("another cloud-config ran %q", r.Names())
	}
}

func TestSecretUserDataThatIsStillTheExampleIsRefusedFirst(t *testing.T) {
	b := secretly(t, builtin(t), "#cloud-config\nstylus:\n  site:\n    paletteEndpoint: xxxx.spectrocloud.com\n")
	r := refuse(t, harness.Gateway, b)
	wants(t, lastLine(r.Stderr), "secret user-data", "line 4", "paletteEndpoint", "placeholder")
	if r.Executed("COPY rootfs") != 0 {
		t.Error("the refusal came after the root filesystem was built")
	}
	nothingIn(t, b.Output)
}

// TestTheUserDataOfACanvOSCheckout is taken from where CanvOS has it.
func TestTheUserDataOfACanvOSCheckout(t *testing.T) {
	b := builtinKairos(t)
	remove(t, b.Context, userDataPath)
	write(t, b.Context, "user-data", oddUserData)
	build(t, harness.Gateway, b)
	raw, _ := describe(t, b.Output)
	if got := cat(t, raw, oemPartition(t, raw), "/90_custom.yaml"); got != oddUserData {
		t.Errorf("the cloud-config on the disk is %q", got)
	}
}
