package frontend

import (
	"testing"
)

func TestTypos(t *testing.T) {
	for given, want := range map[string]string{
		"S3BUCKET":         "S3_BUCKET",
		"REGOIN":           "REGION",
		"region":           "REGION",
		"AURORABOT_IMAGE":  "AURORABOOT_IMAGE",
		"S3_BUCKET":        "",
		"VERSION":          "",
		"MARS":             "",
		"HTTP_PROXY":       "",
		"BUILDKIT_SYNTAX":  "",
		"UBUNTU_IMAGE":     "",
		"DISK_SIZES":       "DISK_SIZE",
		"SOURCE_DATE_EPOC": "",
	} {
		found := typos(map[string]string{given: "x"}, nil)
		got := ""
		if len(found) == 1 {
			got = found[0].meant
		}
		if got != want {
			t.Errorf("%s is taken for %q, want %q", given, got, want)
		}
	}
}

func TestAnArgOfTheDockerfileIsNoTypo(t *testing.T) {
	declared := argsOf([]byte("ARG S3BUCKET\nFROM scratch\nARG REGOIN=x DISKSIZE\n"))
	args := map[string]string{"S3BUCKET": "", "REGOIN": "", "DISKSIZE": "", "AMINAME": ""}
	found := typos(args, declared)
	if len(found) != 1 || found[0] != (typo{"AMINAME", "AMI_NAME"}) {
		t.Fatalf("found %v", found)
	}
}

func TestATypoIsAWarningOfTheBuild(t *testing.T) {
	g := diskGateway().withUserData("#cloud-config\n")
	g.opts["build-arg:DISKSIZE"] = "1G"
	if _, err := g.build(t); err != nil {
		t.Fatal(err)
	}
	if len(g.warnings) != 1 {
		t.Fatalf("warnings are %v", g.warnings)
	}
}

func TestAShadowedStageIsAWarning(t *testing.T) {
	g := newGateway(map[string]string{keyTarget: TargetDisk}).withUserData("#cloud-config\n").
		withDockerfile("FROM scratch AS iso-image\nFROM scratch AS cloud-image\n")
	if _, err := g.build(t); err != nil {
		t.Fatal(err)
	}
	if len(g.warnings) != 1 {
		t.Fatalf("warnings are %v", g.warnings)
	}
}
