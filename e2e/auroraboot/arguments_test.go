//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// whole is a command line that makes a disk.
func whole(t *testing.T, more ...string) []string {
	t.Helper()
	config := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(config, []byte("#cloud-config\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return append([]string{
		"--set", "container_image=dir:/rootfs", "--set", "disk.efi=true", "--set", "state_dir=/out",
		"--set", "disable_http_server=true", "--set", "disable_netboot=true", "--cloud-config", config,
	}, more...)
}

func TestWhatTheContractListsIsTaken(t *testing.T) {
	s, err := parse(whole(t, "--set", "disk.size=3000,disk.state_size=100", "--debug"))
	if err != nil {
		t.Fatal(err)
	}
	if s.mib("disk.size") != 3000 || s.mib("disk.state_size") != 100 || s.cloudConfig != "#cloud-config\n" {
		t.Fatalf("parsed %+v", s)
	}
}

func TestWhatTheRealProgramWouldIgnoreIsRefused(t *testing.T) {
	tests := map[string]struct {
		args []string
		want string
	}{
		"an unknown flag":               {whole(t, "--quiet"), "not defined: --quiet"},
		"a configuration file":          {whole(t, "/config.yaml"), "not defined"},
		"an unknown setting":            {whole(t, "--set", "disk.sise=1"), `unknown setting "disk.sise"`},
		"a setting without a value":     {whole(t, "--set", "disk.efi"), "Invalid arguments for set"},
		"a size with a unit":            {whole(t, "--set", "disk.size=3G"), "auroraboot would ignore"},
		"a word in place of a bool":     {whole(t, "--set", "disk.efi=foo"), "auroraboot would ignore"},
		"an image source":               {whole(t, "--set", "container_image=oci://x"), "container_image"},
		"a server that would be run":    {whole(t, "--set", "disable_http_server=false"), "never end"},
		"a netboot server":              {whole(t, "--set", "disable_netboot=false"), "never end"},
		"no disk at all":                {whole(t, "--set", "disk.efi=false"), "no disk"},
		"no source":                     {[]string{"--set", "disk.efi=true"}, "no source defined"},
		"a cloud-config that is absent": {whole(t, "--cloud-config", "/nothing/here"), "file '/nothing/here' not found"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := parse(test.args); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v; want %q", err, test.want)
			}
		})
	}
}

func TestTheCloudConfigIsATemplate(t *testing.T) {
	for text, want := range map[string]string{
		"#cloud-config\n[[[ .x ]]]\n": "", "#cloud-config\n[[[ -f /x ]]]\n": "template", "": "contents are empty",
	} {
		name := filepath.Join(t.TempDir(), "c")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s := &settings{}
		err := s.readCloudConfig(name)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q", text, err, want)
		}
	}
}

func TestAFailureIsReportedAsAList(t *testing.T) {
	if got := report(&stepError{err: os.ErrPermission, dependent: "'b' deps a failed"}); got !=
		"2 errors occurred:\n\t* permission denied\n\t* 'b' deps a failed\n\n" {
		t.Errorf("got %q", got)
	}
	if got := report(os.ErrPermission); got != "permission denied\n" {
		t.Errorf("got %q", got)
	}
}
