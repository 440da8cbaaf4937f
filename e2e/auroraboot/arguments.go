//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/template"
)

// The real program's own words.
const (
	unknownFlag = "Incorrect Usage: flag provided but not defined"
	noValue     = "Invalid arguments for set"
)

// settings are what a run was asked for.
type settings struct {
	values      map[string]string
	cloudConfig string // rendered; empty where none is given
}

// parse reads the command line: --set NAME=VALUE, --cloud-config FILE, --debug.
func parse(args []string) (*settings, error) {
	s := &settings{values: map[string]string{}}
	var file string
	for len(args) > 0 {
		switch {
		case args[0] == "--debug":
			args = args[1:]
		case len(args) > 1 && args[0] == "--set":
			if err := s.set(args[1]); err != nil {
				return nil, err
			}
			args = args[2:]
		case len(args) > 1 && args[0] == "--cloud-config":
			file = args[1]
			args = args[2:]
		default:
			return nil, fmt.Errorf("%s: %s", unknownFlag, args[0])
		}
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	return s, s.readCloudConfig(file)
}

// set takes one --set: a comma in it separates settings.
func (s *settings) set(text string) error {
	for part := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			return fmt.Errorf("%s: %q", noValue, part)
		}
		kind, known := kinds()[name]
		if !known {
			return fmt.Errorf("stand-in: unknown setting %q, which auroraboot would ignore", name)
		}
		if !kind(value) {
			return fmt.Errorf("stand-in: setting %s has the value %q, which auroraboot would ignore", name, value)
		}
		s.values[name] = value
	}
	return nil
}

// kinds are the settings of an EFI disk and what each takes.
func kinds() map[string]func(string) bool {
	return map[string]func(string) bool{
		"container_image":          isDirSource,
		"state_dir":                isPath,
		"disk.efi":                 isBool,
		"disk.size":                isMiB,
		"disk.state_size":          isMiB,
		"disk.recovery_image_size": isMiB,
		"disable_http_server":      isBool,
		"disable_netboot":          isBool,
		"no_default_cloud_config":  isBool,
	}
}

// isDirSource takes the one scheme that needs neither network nor daemon.
func isDirSource(v string) bool {
	path, ok := strings.CutPrefix(v, "dir:")
	return ok && path != ""
}

func isPath(v string) bool { return strings.HasPrefix(v, "/") }

func isBool(v string) bool { return slices.Contains([]string{"true", "false", "yes"}, v) }

func isMiB(v string) bool {
	n, err := strconv.ParseInt(v, 10, 64)
	return err == nil && n > 0
}

func (s *settings) on(name string) bool {
	return s.values[name] == "true" || s.values[name] == "yes"
}

func (s *settings) mib(name string) int64 {
	n, _ := strconv.ParseInt(s.values[name], 10, 64) // empty is 0; the rest was checked
	return n
}

// check refuses what would make the real program serve for ever, or nothing.
func (s *settings) check() error {
	if s.values["container_image"] == "" {
		return fmt.Errorf("no source defined: provide container_image or a complete release artifact configuration")
	}
	for _, name := range []string{"disk.efi", "disable_http_server", "disable_netboot"} {
		if !s.on(name) {
			return fmt.Errorf("stand-in: %s is not true: auroraboot would make no disk, or never end", name)
		}
	}
	if os.Getenv("KUBERNETES_SERVICE_HOST") != "" {
		return fmt.Errorf("stand-in: KUBERNETES_SERVICE_HOST is set, which changes the disk's size")
	}
	return nil
}

// readCloudConfig renders the file as the template that auroraboot takes it for.
func (s *settings) readCloudConfig(name string) error {
	if name == "" {
		return nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("file '%s' not found", name)
	}
	t, err := template.New("cloudConfig template").Delims("[[[", "]]]").Option("missingkey=zero").Parse(string(text))
	if err != nil {
		return err
	}
	var rendered bytes.Buffer
	if err := t.Execute(&rendered, s.values); err != nil {
		return err
	}
	if rendered.Len() == 0 {
		return fmt.Errorf("cloud config set but contents are empty. Check that the content of the file is correct or the path is the proper one")
	}
	s.cloudConfig = rendered.String()
	return nil
}
