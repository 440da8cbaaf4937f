package fault_test

import (
	"slices"
	"testing"
	"time"

	"github.com/amikit/amikit/localaws/fault"
	"github.com/amikit/amikit/localaws/wire"
)

func engine(t *testing.T, rules ...fault.Rule) *fault.Engine {
	t.Helper()
	e := &fault.Engine{Now: time.Now}
	for _, rule := range rules {
		if err := e.Add(rule); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

func TestWhichCallsGoWrong(t *testing.T) {
	tests := map[string]struct {
		rule fault.Rule
		want []int
	}{
		"the first by default":  {fault.Rule{}, []int{1}},
		"the third":             {fault.Rule{Nth: 3}, []int{3}},
		"two from the second":   {fault.Rule{Nth: 2, Times: 2}, []int{2, 3}},
		"all from the fourth":   {fault.Rule{Nth: 4, Times: -1}, []int{4, 5, 6}},
		"all, with certainty":   {fault.Rule{Probability: 1}, []int{1, 2, 3, 4, 5, 6}},
		"those of another key":  {fault.Rule{AccessKey: "other", Times: -1}, nil},
		"those of another call": {fault.Rule{Action: "ec2:Describe*", Times: -1}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.rule.Kind = fault.Cut
			if test.rule.Action == "" {
				test.rule.Action = "ec2:Register*"
			}
			e := engine(t, test.rule)
			var struck []int
			for call := 1; call <= 6; call++ {
				if e.Decide(wire.EC2, "RegisterImage", "key").Cut {
					struck = append(struck, call)
				}
			}
			if !slices.Equal(struck, test.want) {
				t.Errorf("struck %d, want %d", struck, test.want)
			}
		})
	}
}

func TestAllRulesCountACall(t *testing.T) {
	e := engine(t,
		fault.Rule{Action: "*", Kind: fault.Cut},
		fault.Rule{Action: "*", Kind: fault.Lose, Nth: 2})
	if !e.Decide(wire.S3, "PutObject", "").Cut || !e.Decide(wire.S3, "PutObject", "").Lose {
		t.Error("the second rule has not counted the call that the first one cut")
	}
	for _, status := range e.List() {
		if status.Calls != 2 || status.Struck != 1 {
			t.Errorf("status is %+v", status)
		}
	}
}

func TestRulesThatAreRefused(t *testing.T) {
	tests := map[string]fault.Rule{
		"no action":             {Kind: fault.Cut},
		"no kind":               {Action: "*"},
		"an unknown kind":       {Action: "*", Kind: "explode"},
		"slow without a rate":   {Action: "*", Kind: fault.Slow},
		"a probability above 1": {Action: "*", Kind: fault.Cut, Probability: 2},
	}
	for name, rule := range tests {
		t.Run(name, func(t *testing.T) {
			if rule.Validate() == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestOnlyNewResourcesAreHidden(t *testing.T) {
	before := time.Now().Add(-time.Minute)
	e := engine(t, fault.Rule{Action: "ec2:Describe*", Kind: fault.Hide, Times: 2})
	call := &wire.Call{Service: wire.EC2, Action: "DescribeImages"}
	if e.Hidden(call, "old", before) {
		t.Error("an old resource is hidden")
	}
	born := time.Now()
	var hidden []bool
	for range 3 {
		hidden = append(hidden, e.Hidden(call, "new", born))
	}
	if !slices.Equal(hidden, []bool{true, true, false}) {
		t.Errorf("hidden is %v", hidden)
	}
}

func TestTheRulesOfOneKeyAreClearedAlone(t *testing.T) {
	e := engine(t, fault.Rule{Action: "*", Kind: fault.Cut, AccessKey: "a"}, fault.Rule{Action: "*", Kind: fault.Cut, AccessKey: "b"})
	e.Clear("a")
	if left := e.List(); len(left) != 1 || left[0].AccessKey != "b" {
		t.Fatalf("left are %+v", left)
	}
	if e.Clear(""); len(e.List()) != 0 {
		t.Fatalf("left are %+v", e.List())
	}
}
