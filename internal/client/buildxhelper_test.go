package client

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestABuildxBuilderIsReachedByItsOwnProgram(t *testing.T) {
	for name, c := range map[string]struct {
		builder, have string
		want          []string
	}{
		"by docker":                  {"mine", "docker buildx", []string{"/bin/docker", "buildx", "dial-stdio", "--progress", "quiet", "--builder", "mine"}},
		"by buildx alone":            {"mine", "buildx", []string{"/bin/buildx", "dial-stdio", "--progress", "quiet", "--builder", "mine"}},
		"the builder that is in use": {"", "docker", []string{"/bin/docker", "buildx", "dial-stdio", "--progress", "quiet"}},
	} {
		t.Run(name, func(t *testing.T) {
			program, args, err := dialStdio(c.builder, func(name string) (string, error) {
				if slices.Contains(strings.Fields(c.have), name) {
					return "/bin/" + name, nil
				}
				return "", errors.New("not found")
			})
			if got := append([]string{program}, args...); err != nil || !slices.Equal(got, c.want) {
				t.Fatalf("runs %q, %v", got, err)
			}
		})
	}
	if _, _, err := dialStdio("mine", func(string) (string, error) { return "", errors.New("not found") }); err == nil || !strings.Contains(err.Error(), "BUILDKIT_HOST") {
		t.Errorf("error is %v", err)
	}
}
