package fault

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/amikit/amikit/localaws/policy"
	"github.com/amikit/amikit/localaws/wire"
)

// Engine decides which calls go wrong. It is safe for concurrent use.
type Engine struct {
	// Now is the services' time.
	Now func() time.Time

	mu    sync.Mutex
	rules []*armed
}

// armed is a rule with its counters.
type armed struct {
	Rule
	since time.Time
	calls int
	// Struck is how often it went off.
	struck int
	random *rand.Rand
	// seen counts the describes of each hidden resource.
	seen map[string]int
}

// Add arms a rule.
func (e *Engine) Add(rule Rule) error {
	if err := rule.Validate(); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.rules = append(e.rules, &armed{
		Rule:   rule,
		since:  e.Now(),
		random: rand.New(rand.NewPCG(rule.Seed, rule.Seed)),
		seen:   map[string]int{},
	})
	return nil
}

// Clear disarms the rules of an access key, or all where it is empty.
func (e *Engine) Clear(accessKey string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.rules = slices.DeleteFunc(e.rules, func(r *armed) bool { return accessKey == "" || r.AccessKey == accessKey })
}

// Status is a rule and what it did so far.
type Status struct {
	Rule
	// Calls is how many calls matched, Struck how many of them went wrong.
	Calls  int `json:"calls"`
	Struck int `json:"struck"`
}

// List shows the rules.
func (e *Engine) List() []Status {
	e.mu.Lock()
	defer e.mu.Unlock()
	list := []Status{}
	for _, rule := range e.rules {
		list = append(list, Status{rule.Rule, rule.calls, rule.struck})
	}
	return list
}

// Decide finds what goes wrong with a call: the first rule that strikes. Each
// rule that matches counts the call.
func (e *Engine) Decide(service wire.Service, action, accessKey string) Effect {
	e.mu.Lock()
	defer e.mu.Unlock()
	var effect Effect
	for _, rule := range e.rules {
		if rule.Kind == Hide || !rule.matches(service, action, accessKey) {
			continue
		}
		if rule.strikes() && !effect.Struck {
			rule.struck++
			effect = rule.effect(service)
		}
	}
	return effect
}

func (r *armed) matches(service wire.Service, action, accessKey string) bool {
	return policy.MatchFold(r.Action, string(service)+":"+action) && (r.AccessKey == "" || r.AccessKey == accessKey)
}

func (r *armed) strikes() bool {
	r.calls++
	if r.Probability > 0 {
		return r.random.Float64() < r.Probability
	}
	first, times := max(r.Nth, 1), r.Times
	if times == 0 {
		times = 1
	}
	return r.calls >= first && (times < 0 || r.calls < first+times)
}

// Hidden is true for a resource that a describe does not see yet: one that was
// made after the rule.
func (e *Engine) Hidden(call *wire.Call, id string, born time.Time) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.ContainsFunc(e.rules, func(r *armed) bool {
		return r.Kind == Hide && !born.Before(r.since) &&
			r.matches(call.Service, call.Action, call.AccessKey) && r.hides(id, born, e.Now())
	})
}

func (r *armed) hides(id string, born, now time.Time) bool {
	r.calls++
	hidden := now.Before(born.Add(time.Duration(r.ForMS) * time.Millisecond))
	if r.ForMS == 0 {
		r.seen[id]++
		hidden = r.seen[id] <= max(r.Times, 1)
	}
	if hidden {
		r.struck++
	}
	return hidden
}
