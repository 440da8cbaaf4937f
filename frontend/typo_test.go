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

func TestAnArgThatTheDockerfileUsesIsNoTypo(t *testing.T) {
	for dockerfile, want := range map[string]string{
		"FROM scratch\n": "DISK_SIZE",
		"ARG DISKSIZE\nFROM scratch\nRUN [\"x\"]\n":              "DISK_SIZE", // a stage does not see it
		"FROM scratch\nARG DISKSIZE=1\n":                         "DISK_SIZE",
		"FROM scratch\nARG DISKSIZE\nRUN [\"reads-anything\"]\n": "",
		"FROM scratch\nARG A DISKSIZE\nLABEL a=$DISKSIZE\n":      "",
		"FROM scratch\nARG DISKSIZE\nCOPY ${DISKSIZE:-a} /\n":    "",
		"FROM scratch\nARG DISKSIZE\nLABEL a=$DISKSIZES\n":       "DISK_SIZE",
		"ARG DISKSIZE\nFROM image:$DISKSIZE\n":                   "",
		"no Dockerfile":                                          "DISK_SIZE",
	} {
		found := typos(map[string]string{"DISKSIZE": ""}, parseDockerfile([]byte(dockerfile)).args())
		got := ""
		for _, f := range found {
			got = f.meant
		}
		if got != want {
			t.Errorf("%q: it is taken for %q, want %q", dockerfile, got, want)
		}
	}
}

func TestATypoInTheDockerfileIsShownWithItsLine(t *testing.T) {
	g := newGateway(map[string]string{keyTarget: TargetDisk, "build-arg:DISKSIZE": "1G"}).withUserData("#cloud-config\n").
		withDockerfile("FROM scratch\nARG DISKSIZE\n")
	if _, err := g.build(t); err != nil {
		t.Fatal(err)
	}
	if len(g.warnings) != 1 || len(g.lines) != 1 || g.lines[0] != 2 {
		t.Fatalf("warnings are %v on lines %v", g.warnings, g.lines)
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
