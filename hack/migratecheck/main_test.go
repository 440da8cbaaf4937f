package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const earthfile = `VERSION --arg-scope-and-set 0.6
ARG OS_VERSION
ARG IS_UKI=false
iso-image:
    ARG --required K8S_VERSION
    RUN echo "a line
--that goes on"
cloud-image:
    FROM +iso-image
`

// folder writes files into a new checkout; it has no ~/.aws.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	dir := t.TempDir()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// lines returns the report's lines under a title, blanks folded.
func lines(t *testing.T, report, title string) string {
	t.Helper()
	_, rest, found := strings.Cut("\n"+report, "\n"+title+"\n")
	if !found {
		return ""
	}
	var part []string
	for line := range strings.Lines(rest) {
		if !strings.HasPrefix(line, "  ") {
			break
		}
		part = append(part, strings.Join(strings.Fields(line), " "))
	}
	return strings.Join(part, "\n")
}

func TestTheReportSaysWhatACheckoutGives(t *testing.T) {
	base := map[string]string{"Earthfile": earthfile, ".arg": "REGION=us-east-1\n"}
	for _, tc := range []struct {
		name, title, want string
		files             map[string]string
	}{
		{"the AMI goes by the bucket that is set", "would build", "AMI named os in us-east-1, by bucket b", map[string]string{".arg": "REGION=us-east-1\nS3_BUCKET=b\nAMI_NAME=os\n"}},
		{"without a bucket it goes by EBS direct", "would build", "no bucket, by the EBS direct APIs", nil},
		{"the disk has the architecture that is set", "would build", "a raw EFI disk for arm64", map[string]string{".arg": "REGION=r\nARCH=arm64\n"}},
		{"content makes a fourth partition", "would build", "COS_CONTENT", map[string]string{"content-a/x.zst": "x"}},
		{"bundles are counted", "found", "content-a/ files: 2,", map[string]string{"content-a/x.zst": "x", "content-a/y.tar": "y", "content-a/z.txt": "z"}},
		{"the edge config is found where CanvOS has it", "found", ".edge-custom-config.yaml goes into the content", map[string]string{".edge-custom-config.yaml": "a: b"}},
		{"a cluster config is found", "found", "spc.tgz goes into the content", map[string]string{".arg": "REGION=r\nCLUSTERCONFIG=spc.tgz\n", "spc.tgz": "x"}},
		{"a setting of both means the same", "found", "REGION means the same", nil},
		{"a setting of the Earthfile stays there", "found", "K8S_VERSION stays with CanvOS", map[string]string{".arg": "REGION=r\nK8S_VERSION=1\n"}},
		{"a valid cloud-config is found", "found", "user-data a valid cloud-config", map[string]string{"user-data": "#cloud-config\n"}},
		{"keys are found", "found", "gives --CREDENTIALS=keys", map[string]string{".secret": "AWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESS_KEY=b\n"}},
		{"a session is found", "found", "gives --CREDENTIALS=session", map[string]string{".secret": "AWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESS_KEY=b\nAWS_SESSION_TOKEN=c\n"}},
		{"an import of amikit is seen", "found", "imports amikit already", map[string]string{"Earthfile": "VERSION 0.8\nIMPORT ./amikit\niso-image:\n"}},
		{"a target that is there is replaced", "behaves otherwise", "+cloud-image replace its recipe", nil},
		{"a target that is not there is added", "behaves otherwise", "+aws-cloud-image is not in this Earthfile", nil},
		{"an argument with another meaning is named", "behaves otherwise", "BASE_IMAGE stays with", map[string]string{".arg": "REGION=r\nBASE_IMAGE=x\n"}},
		{"a mistyped setting is named with the near one", "behaves otherwise", "REGOIN is read by neither CanvOS nor amikit; did you mean REGION?", map[string]string{".arg": "REGION=r\nREGOIN=x\n"}},
		{"a named file that is not there is named", "behaves otherwise", "CLUSTERCONFIG names spc.tgz, which is not there", map[string]string{".arg": "REGION=r\nCLUSTERCONFIG=spc.tgz\n"}},
		{"a content folder with nothing for the disk is named", "behaves otherwise", "content-a/ holds no .zst", map[string]string{"content-a/x.txt": "x"}},
		{"settings that a context takes along are named", "behaves otherwise", ".dockerignore does not list .arg", nil},
		{"no region is missing", "missing", "REGION is not in .arg", map[string]string{".arg": ""}},
		{"a trusted-boot system has no disk", "missing", "IS_UKI is true", map[string]string{".arg": "REGION=r\nIS_UKI=true\n"}},
		{"a cloud-config of placeholders is refused", "missing", "user-data cannot be used", map[string]string{"user-data": "#cloud-config\nstylus:\n  site:\n    edgeHostToken: xxxxxxxxxxx\n"}},
		{"half a key is missing the other", "missing", "one half of an access key", map[string]string{".secret": "AWS_ACCESS_KEY_ID=a\n"}},
		{"a profile without its files is missing them", "missing", "AWS_PROFILE is named", map[string]string{".secret": "AWS_PROFILE=p\n"}},
		{"a file outside of the checkout is refused", "missing", "CLUSTERCONFIG ../spc.tgz leads out", map[string]string{".arg": "REGION=r\nCLUSTERCONFIG=../spc.tgz\n"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			files := map[string]string{}
			for _, from := range []map[string]string{base, tc.files} {
				for name, text := range from {
					files[name] = text
				}
			}
			var out bytes.Buffer
			err := run([]string{folder(t, files)}, &out)
			if got := lines(t, out.String(), tc.title); !strings.Contains(got, tc.want) {
				t.Errorf("under %q stands:\n%s\nwant %q", tc.title, got, tc.want)
			}
			if (err != nil) != (tc.title == "missing") {
				t.Errorf("ended with %v", err)
			}
		})
	}
}

func TestWhatIsNoCheckoutIsRefused(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"holds no Earthfile":      {"README.md": "x"},
		"no target iso-image":     {"Earthfile": "VERSION 0.8\nother:\n"},
		".arg:1 is not KEY=value": {"Earthfile": earthfile, ".arg": "A=\"x\n"},
		"one setting a line, ":    {"Earthfile": earthfile, ".secret": "A=\"x\n"},
	} {
		err := run([]string{folder(t, files)}, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error is %v, want %q", err, name)
		}
	}
	if err := run(nil, &bytes.Buffer{}); err == nil {
		t.Error("no folder was taken for one")
	}
}

func TestNoSecretIsPrinted(t *testing.T) {
	const canary = "canary-7f1c"
	dir := folder(t, map[string]string{
		"Earthfile": earthfile, ".arg": "REGION=r\n",
		".secret":   "AWS_ACCESS_KEY_ID=" + canary + "\nAWS_SECRET_ACCESS_KEY=" + canary + "\n",
		"user-data": "#cloud-config\nstylus:\n  site:\n    edgeHostToken: " + canary + "\n",
	})
	var out bytes.Buffer
	if err := run([]string{dir}, &out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), canary) {
		t.Errorf("the report shows a secret:\n%s", out.String())
	}
}

func TestEveryArgumentThatChangesIsInTheGuide(t *testing.T) {
	guide, err := os.ReadFile("../../docs/migration.md")
	if err != nil {
		t.Fatal(err)
	}
	for name := range changed() {
		if !strings.Contains(string(guide), "`"+name+"`") {
			t.Errorf("docs/migration.md does not name %s", name)
		}
	}
}
