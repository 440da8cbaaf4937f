package frontend

import (
	"errors"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/option"
)

func TestMissingSettingsAreNamedAtOnceAndBeforeTheLongWork(t *testing.T) {
	g := newGateway(map[string]string{keyTarget: TargetAMI, "build-arg:IMPORT_METHOD": "s3"}).withDockerfile(scratchDockerfile)
	_, err := g.build(t)
	var missing *MissingError
	if !errors.As(err, &missing) || !strings.Contains(err.Error(), "REGION and S3_BUCKET are not set") {
		t.Fatalf("error is %v", err)
	}
	if len(g.solved) != 0 {
		t.Errorf("before that it solved %v", g.solved)
	}
}

func TestOneMissingSettingIsNamedAlone(t *testing.T) {
	err := requirePublish(map[string]string{option.Region: "r", option.ImportMethod: "s3"})
	if err == nil || !strings.HasPrefix(err.Error(), "S3_BUCKET is not set") {
		t.Fatalf("error is %v", err)
	}
}

func TestWritingASnapshotNeedsNoBucket(t *testing.T) {
	for _, method := range []string{"", "auto", "ebs"} {
		if err := requirePublish(map[string]string{option.Region: "r", option.ImportMethod: method}); err != nil {
			t.Errorf("%q: %v", method, err)
		}
	}
}

func TestAWrongSizeIsRefusedBeforeTheLongWork(t *testing.T) {
	for _, name := range []string{option.DiskSize, option.StateSize, option.RecoverySize} {
		g := newGateway(map[string]string{keyTarget: TargetDisk, "build-arg:ISO_IMAGE": "example.com/os", "build-arg:" + name: "20X"})
		_, err := g.build(t)
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "20X") || len(g.solved) != 0 {
			t.Errorf("%s: error is %v after %v", name, err, g.solved)
		}
	}
}

func TestAnOldDaemonIsToldAllThatItLacks(t *testing.T) {
	disk := []string{"v0.9.0", "privileged steps (exec.meta.security, since v0.5)", "(gateway.exec, since v0.8)", "(exec.mount.cache.content, since v0.13)"}
	for target, want := range map[string][]string{
		TargetDisk: disk,
		TargetAMI:  append(disk, "(exec.secretenv, since v0.10)"),
	} {
		g := publishGateway("")
		g.opts[keyTarget] = target
		for _, c := range publishCapabilities() {
			g.caps = append(g.caps, string(c.id))
		}
		_, err := g.build(t, WithDaemonVersion("v0.9.0"))
		var old *OldDaemonError
		if !errors.As(err, &old) || len(g.solved) != 0 {
			t.Fatalf("%s: error is %v, after %v", target, err, g.solved)
		}
		for _, words := range want {
			if !strings.Contains(err.Error(), words) {
				t.Errorf("%s: %q does not name %s", target, err, words)
			}
		}
	}
}

func TestTheProxyIsReadInBothCases(t *testing.T) {
	proxy := proxyOf(map[string]string{"https_proxy": "http://a", "NO_PROXY": "b"})
	if proxy == nil || proxy.HTTPSProxy != "http://a" || proxy.NoProxy != "b" {
		t.Fatalf("proxy is %+v", proxy)
	}
	if proxyOf(map[string]string{option.Region: "r"}) != nil {
		t.Error("there is no proxy")
	}
}

func TestSourceDateEpoch(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "1700000000": 1700000000} {
		got, err := newGateway(map[string]string{"build-arg:SOURCE_DATE_EPOCH": text}).request(t).epoch(t.Context())
		if err != nil || got == nil || got.Unix() != want {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "a-stage"} {
		if got, err := newGateway(map[string]string{"build-arg:SOURCE_DATE_EPOCH": text}).request(t).epoch(t.Context()); got != nil || err != nil {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	if _, err := newGateway(map[string]string{"build-arg:SOURCE_DATE_EPOCH": "-1"}).request(t).epoch(t.Context()); err == nil {
		t.Error("a time before 1970 was taken")
	}
}

func TestThePublishingStepKnowsTheFrontendsDigest(t *testing.T) {
	r := newGateway(nil).request(t)
	if got, err := r.toolDigest(t.Context()); err != nil || got != "sha256:"+strings.Repeat("a", 64) {
		t.Fatalf("digest is %q, %v", got, err)
	}
}
