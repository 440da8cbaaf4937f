package amicmd

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/step"
)

var made = &ami.Result{ImageID: "ami-0123456789abcdef0", Name: "kairos (test)", Region: "eu-west-1", Architecture: "x86_64", SnapshotID: "snap-1", Digest: "sha256:1"}

func contentOf(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheManifestIsAppendedToAsPackerDoes(t *testing.T) {
	f := Files{PackerManifest: filepath.Join(t.TempDir(), "packer-manifest.json")}
	earlier := `{"builds": [{"name": "other", "builder_type": "qemu", "files": null, "artifact_id": "VM", "new_member": 1}], "last_run_uuid": "1"}`
	if err := os.WriteFile(f.PackerManifest, []byte(earlier), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := f.check(); err != nil {
			t.Fatal(err)
		}
		if err := f.write(made); err != nil {
			t.Fatal(err)
		}
	}
	var m struct {
		Builds []struct {
			Name          string
			ArtifactID    string `json:"artifact_id"`
			PackerRunUUID string `json:"packer_run_uuid"`
			NewMember     int    `json:"new_member"`
		}
		LastRunUUID string `json:"last_run_uuid"`
	}
	if err := json.Unmarshal([]byte(contentOf(t, f.PackerManifest)), &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Builds) != 3 || m.Builds[0].NewMember != 1 || m.Builds[2].ArtifactID != "eu-west-1:"+made.ImageID || m.Builds[2].PackerRunUUID != m.LastRunUUID {
		t.Fatalf("manifest is %+v", m)
	}
}

func TestVariablesAreWrittenInBothForms(t *testing.T) {
	folder := t.TempDir()
	for name, want := range map[string]string{
		"ami.auto.tfvars":      "ami_id           = \"ami-0123456789abcdef0\"\nami_name         = \"kairos (test)\"\n",
		"ami.auto.tfvars.json": "\"ami_id\": \"ami-0123456789abcdef0\",\n  \"ami_name\": \"kairos (test)\",\n",
	} {
		f := Files{TFVars: filepath.Join(folder, name)}
		for range 2 { // the second writes what the first wrote anew
			if err := f.check(); err != nil {
				t.Fatal(err)
			}
			if err := f.write(made); err != nil {
				t.Fatal(err)
			}
		}
		if got := contentOf(t, f.TFVars); !strings.Contains(got, want) {
			t.Errorf("%s is %s", name, got)
		}
	}
}

func TestFilesThatCannotBeWrittenAreToldBeforeTheWork(t *testing.T) {
	folder := t.TempDir()
	foreign := filepath.Join(folder, "terraform.tfvars")
	if err := os.WriteFile(foreign, []byte("size = 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	json := filepath.Join(folder, "terraform.tfvars.json")
	if err := os.WriteFile(json, []byte(`{"ami_id": "x", "size": "3"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		files Files
		want  string
	}{
		"a folder that is not there":    {Files{PackerManifest: filepath.Join(folder, "none", "m.json")}, "create it"},
		"a folder without room for it":  {Files{TFVars: "/proc/self/ami.tfvars"}, "no file can be made in the folder /proc/self"},
		"a folder of that name":         {Files{TFVars: folder}, "it is a folder"},
		"a manifest that is none":       {Files{PackerManifest: foreign}, "no manifest of Packer's"},
		"variables of somebody's":       {Files{TFVars: foreign}, "holds other variables"},
		"variables in JSON beside ours": {Files{TFVars: json}, "holds other variables"},
	} {
		if err := c.files.check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAResultThatCannotBeLeftBehindIsToldBeforeTheWork(t *testing.T) {
	for name, change := range map[string]func(*command){
		"files for other tools": func(c *command) { c.files.PackerManifest = "/proc/self/m.json" },
		"a step's folder":       func(c *command) { c.env[step.OutEnv] = "/proc/self" },
	} {
		c := newCommand(t)
		change(c)
		err := c.run(rawDisk(t, name), ID)
		if err == nil || !strings.Contains(err.Error(), "no file can be made in the folder /proc/self") {
			t.Errorf("%s: %v", name, err)
		}
		if c.stdout.Len() > 0 || strings.Contains(c.stderr.String(), "upload") {
			t.Errorf("%s: it went on: %s", name, c.stderr.String())
		}
	}
}

func TestACreatedImageIsWrittenForOtherTools(t *testing.T) {
	c := newCommand(t)
	c.files = Files{PackerManifest: filepath.Join(t.TempDir(), "m.json"), TFVars: filepath.Join(t.TempDir(), "ami.tfvars")}
	if err := c.run(rawDisk(t, "files"), ID); err != nil {
		t.Fatal(err)
	}
	id := strings.TrimSpace(c.stdout.String())
	if text := contentOf(t, c.files.PackerManifest); !strings.Contains(text, ":"+id+`"`) {
		t.Errorf("manifest is %s", text)
	}
	if text := contentOf(t, c.files.TFVars); !strings.Contains(text, id) {
		t.Errorf("variables are %s", text)
	}
}
