package main

import (
	"slices"
	"testing"
)

func TestRoleOf(t *testing.T) {
	session := func(value string) func(string) string {
		return func(string) string { return value }
	}
	for name, c := range map[string]struct {
		args   []string
		getenv func(string) string
		want   role
	}{
		"BuildKit starts the frontend with no arguments":    {nil, session("abc"), roleFrontend},
		"a person without arguments gets the help":          {nil, session(""), roleCommand},
		"a build step has a verb, whatever its environment": {[]string{"ami", "create"}, session("abc"), roleCommand},
	} {
		t.Run(name, func(t *testing.T) {
			if got := roleOf(c.args, c.getenv); got != c.want {
				t.Fatalf("role is %v, want %v", got, c.want)
			}
		})
	}
}

func TestTheProgramMountedAsTheDiskProgramIsItsDiskHalf(t *testing.T) {
	if got, want := arguments([]string{"/amikit-disk", "builtin"}), []string{"disk", "builtin"}; !slices.Equal(got, want) {
		t.Errorf("arguments are %v, want %v", got, want)
	}
	if got, want := arguments([]string{"/usr/bin/amikit", "version"}), []string{"version"}; !slices.Equal(got, want) {
		t.Errorf("arguments are %v, want %v", got, want)
	}
}
