package frontend

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/subrequests/outline"
	"github.com/moby/buildkit/frontend/subrequests/targets"

	"github.com/amikit/amikit/internal/option"
)

// answer builds with a request ID and parses what comes back.
func answer(t *testing.T, g *gateway, id string, into any) string {
	t.Helper()
	g.opts[keyRequestID] = id
	res, err := g.build(t)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(res.Metadata["result.json"], into); err != nil {
		t.Fatal(err)
	}
	return string(res.Metadata["result.txt"])
}

func TestTargetsAreTheStagesAndOurs(t *testing.T) {
	for name, c := range map[string]struct {
		dockerfile string
		want       []string
	}{
		"with a Dockerfile":    {"FROM scratch AS base\nFROM base AS last\n", []string{"base", "last", TargetRootfs, TargetDisk, TargetAMI}},
		"a stage is our root":  {scratchDockerfile, []string{"base", TargetRootfs, "last", TargetDisk, TargetAMI}},
		"without a Dockerfile": {"", []string{TargetRootfs, TargetDisk, TargetAMI}},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGateway(map[string]string{})
			if c.dockerfile != "" {
				g.withDockerfile(c.dockerfile)
			}
			var list targets.List
			answer(t, g, targets.RequestTargets, &list)
			var names []string
			for _, target := range list.Targets {
				names = append(names, target.Name)
			}
			if !slices.Equal(names, c.want) {
				t.Fatalf("targets are %v", names)
			}
		})
	}
}

func TestTheOutlineHasTheSettingsOfTheTargetsSteps(t *testing.T) {
	for target, c := range map[string]struct {
		has, lacks string
		secrets    int
	}{
		TargetRootfs: {option.ISOImage, option.DiskSize, 0},
		TargetDisk:   {option.DiskSize, option.Region, 1},
		TargetAMI:    {option.Region, "MINE", len(option.Secrets())},
	} {
		var o outline.Outline
		answer(t, newGateway(map[string]string{keyTarget: target}), outline.RequestSubrequestsOutline, &o)
		has := func(name string) bool {
			return slices.ContainsFunc(o.Args, func(a outline.Arg) bool { return a.Name == name })
		}
		if !has(c.has) || has(c.lacks) || len(o.Secrets) != c.secrets || o.Name != target {
			t.Errorf("the outline of %s is %+v", target, o)
		}
	}
}

func TestTheOutlineOfAnAddedTargetHasWhatItStandsOn(t *testing.T) {
	for on, want := range map[string]struct{ disk, publish bool }{
		"": {}, TargetRootfs: {}, TargetDisk: {disk: true}, TargetAMI: {disk: true, publish: true},
	} {
		g := newGateway(map[string]string{keyTarget: "added", keyRequestID: outline.RequestSubrequestsOutline})
		res, err := g.build(t, WithTarget(Target{Name: "added", Description: "more", On: on}))
		if err != nil {
			t.Fatal(err)
		}
		has := func(name string) bool { return strings.Contains(string(res.Metadata["result.txt"]), name) }
		if has(option.ISOImage) != (on != "") || has(option.DiskSize) != want.disk || has(option.OutputFormat) ||
			has(option.Region) != want.publish || has(option.SecretAccessKeyID) != want.publish || has(option.SecretUserData) != want.disk {
			t.Errorf("on %q the outline is\n%s", on, res.Metadata["result.txt"])
		}
	}
}

func TestTheOutlineHoldsTheDockerfilesArgs(t *testing.T) {
	g := newGateway(map[string]string{keyTarget: TargetDisk}).
		withDockerfile("FROM scratch\n# MINE is mine\nARG MINE=1\nARG DISK_SIZE=2\n")
	var o outline.Outline
	text := answer(t, g, outline.RequestSubrequestsOutline, &o)
	if !strings.Contains(text, "MINE") || strings.Count(text, "DISK_SIZE") != 1 {
		t.Fatalf("the outline is\n%s", text)
	}
}

func TestDescribeListsEveryQuestion(t *testing.T) {
	var all []struct{ Name string }
	answer(t, newGateway(map[string]string{}), "frontend.subrequests.describe", &all)
	for _, want := range []string{"frontend.outline", "frontend.targets", "frontend.lint", "frontend.subrequests.describe"} {
		if !slices.ContainsFunc(all, func(r struct{ Name string }) bool { return r.Name == want }) {
			t.Errorf("%v lacks %s", all, want)
		}
	}
}

func TestLintChecksTheDockerfileAndNeedsNone(t *testing.T) {
	var results struct{ Warnings []struct{ RuleName string } }
	answer(t, newGateway(map[string]string{keyTarget: TargetDisk}).withDockerfile("from scratch\nCOPY a b\n"), "frontend.lint", &results)
	if len(results.Warnings) == 0 {
		t.Error("the Dockerfile was not checked")
	}
	answer(t, newGateway(map[string]string{keyTarget: TargetDisk}), "frontend.lint", &results)
}
