package amicmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/option"
)

func TestSettingsOfTheImageAreParsed(t *testing.T) {
	got, err := registrationFrom(option.Values{
		"BOOT_MODE": "uefi", "TPM": "yes", "IMDSV2": "on", "ENA": "0", "SRIOV": "true", "ROOT_DEVICE": "/dev/sda1",
		"VOLUME_TYPE": "io2", "VOLUME_SIZE": "1TiB", "VOLUME_IOPS": "5000", "VOLUME_THROUGHPUT": "500", "DELETE_ON_TERMINATION": "no",
		"VOLUMES":     "device=/dev/sdf,size=100G,type=gp2,encrypted=true,delete=false  device=/dev/sdg,snapshot=snap-12345678,iops=3,throughput=4",
		"DESCRIPTION": "a b", "TAGS": `team=edge,"cost=1,2",empty=`, "FORCE": "1", "UEFI_DATA": "QUJD",
	})
	want := ami.Registration{
		BootMode: "uefi", TPM: true, IMDSv2: ami.On, ENA: ami.Off, SRIOV: true, RootDevice: "/dev/sda1",
		Root: ami.Volume{Type: "io2", Size: 1024, IOPS: 5000, Throughput: 500, Keep: true},
		Volumes: []ami.Volume{
			{Device: "/dev/sdf", Type: "gp2", Size: 100, Encrypted: true, Keep: true},
			{Device: "/dev/sdg", SnapshotID: "snap-12345678", IOPS: 3, Throughput: 4},
		},
		Description: "a b", Tags: map[string]string{"team": "edge", "cost": "1,2", "empty": ""}, Force: true, UEFIData: "QUJD",
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Fatalf("%s%v", diff, err)
	}
}

func TestWithoutSettingsTheDiskDecides(t *testing.T) {
	got, err := registrationFrom(option.Values{})
	want := ami.Registration{IMDSv2: ami.Auto, ENA: ami.Auto, RootDevice: "/dev/xvda", Root: ami.Volume{Type: "gp3"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Fatalf("%s%v", diff, err)
	}
}

func TestEverySettingThatDoesNotParseIsTold(t *testing.T) {
	values := option.Values{
		"TPM": "maybe", "DELETE_ON_TERMINATION": "x", "VOLUME_SIZE": "40M", "VOLUME_IOPS": "-1", "VOLUME_THROUGHPUT": "fast",
		"VOLUMES": "size device=/dev/sdf,colour=red,size=T", "TAGS": "a=1,a=2",
	}
	_, err := registrationFrom(values)
	if err == nil {
		t.Fatal("no error")
	}
	for name, value := range values {
		if !strings.Contains(err.Error(), name+" ") {
			t.Errorf("%s=%s is not told: %v", name, value, err)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("the error has several lines: %q", err)
	}
	if _, err := registrationFrom(option.Values{"TAGS": `"a=1`}); err == nil {
		t.Error("a quote without an end passes")
	}
}

func TestTheVariableStoreIsAFileOrItsText(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"text": "QUJD\n", "lines": "QU\nJD\n", "binary": "AB\xffC"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for given, want := range map[string]string{
		filepath.Join(dir, "text"): "QUJD", filepath.Join(dir, "lines"): "QUJD", filepath.Join(dir, "binary"): "QUL/Qw==",
		"QUJD": "QUJD", strings.Repeat("QUJD", 1000): strings.Repeat("QUJD", 1000),
	} {
		got, err := registrationFrom(option.Values{"UEFI_DATA": given})
		if err != nil || got.UEFIData != want {
			t.Errorf("%.20s gives %.20q (%v)", given, got.UEFIData, err)
		}
	}
	if _, err := registrationFrom(option.Values{"UEFI_DATA": dir}); err == nil {
		t.Error("a folder passes")
	}
}
