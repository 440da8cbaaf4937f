// Package admin is the unsigned path by which tests steer a local AWS.
package admin

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/amikit/amikit/localaws/fault"
	"github.com/amikit/amikit/localaws/iam"
	"github.com/amikit/amikit/localaws/identity"
	"github.com/amikit/amikit/localaws/imports"
	"github.com/amikit/amikit/localaws/journal"
	"github.com/amikit/amikit/localaws/policy"
	"github.com/amikit/amikit/localaws/settings"
	"github.com/amikit/amikit/localaws/timing"
)

// Path is what all admin requests begin with; no bucket can have that name.
const Path = "/_localaws/"

// Controls are the parts that can be steered.
type Controls struct {
	Clock    *timing.Clock
	Book     *identity.Book
	Policy   *policy.Policy
	Faults   *fault.Engine
	Journal  *journal.Journal
	Roles    *iam.Roles
	Settings *settings.Settings
	Imports  *imports.Failures
}

// Handler answers the admin requests, in JSON.
func Handler(c *Controls) http.Handler {
	mux := http.NewServeMux()
	for pattern, do := range c.routes() {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { reply(w, r, do) })
	}
	return mux
}

// control does an admin request; what it returns is the answer, nil is none.
type control func(*http.Request) (any, error)

func (c *Controls) routes() map[string]control {
	return map[string]control{
		"GET " + Path + "health":             func(*http.Request) (any, error) { return map[string]bool{"ready": true}, nil },
		"GET " + Path + "requests":           func(*http.Request) (any, error) { return c.Journal.Entries(), nil },
		"DELETE " + Path + "requests":        func(*http.Request) (any, error) { c.Journal.Clear(); return nil, nil },
		"GET " + Path + "faults":             func(*http.Request) (any, error) { return c.Faults.List(), nil },
		"POST " + Path + "faults":            c.addFault,
		"DELETE " + Path + "faults":          c.clearFaults,
		"GET " + Path + "denials":            func(*http.Request) (any, error) { return c.Policy.Denials(), nil },
		"POST " + Path + "denials":           c.deny,
		"DELETE " + Path + "denials":         func(*http.Request) (any, error) { c.Policy.Clear(); return nil, nil },
		"POST " + Path + "import-failures":   c.failImports,
		"DELETE " + Path + "import-failures": func(*http.Request) (any, error) { c.Imports.Clear(); return nil, nil },
		"GET " + Path + "durations":          func(*http.Request) (any, error) { return textDurations(c.Clock.Durations()), nil },
		"PUT " + Path + "durations":          c.setDurations,
		"POST " + Path + "clock":             c.advance,
		"POST " + Path + "credentials":       c.addCredential,

		"PUT " + Path + "accounts/{account}/regions/{region}/settings": c.setSettings,
		"PUT " + Path + "accounts/{account}/roles/{role}":              c.putRole,
		"DELETE " + Path + "accounts/{account}/roles/{role}":           c.deleteRole,
		"POST " + Path + "accounts/{account}/roles/{role}/blind":       c.blindRole,
	}
}

func reply(w http.ResponseWriter, r *http.Request, do control) {
	result, err := do(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if result == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(result); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// read decodes a request's body; a member that nobody knows is an error, for it
// would be a test that tests nothing.
func read[T any](r *http.Request) (value T, err error) {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&value); err != nil {
		return value, fmt.Errorf("read the body of %s: %w", r.URL.Path, err)
	}
	return value, nil
}
