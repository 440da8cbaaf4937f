package admin

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/amikit/amikit/localaws/fault"
	"github.com/amikit/amikit/localaws/iam"
	"github.com/amikit/amikit/localaws/identity"
	"github.com/amikit/amikit/localaws/imports"
	"github.com/amikit/amikit/localaws/policy"
	"github.com/amikit/amikit/localaws/settings"
)

func (c *Controls) addFault(r *http.Request) (any, error) {
	rule, err := read[fault.Rule](r)
	if err != nil {
		return nil, err
	}
	return nil, c.Faults.Add(rule)
}

func (c *Controls) clearFaults(r *http.Request) (any, error) {
	c.Faults.Clear(r.URL.Query().Get("accessKey"))
	return nil, nil
}

func (c *Controls) deny(r *http.Request) (any, error) {
	denial, err := read[policy.Denial](r)
	if err != nil {
		return nil, err
	}
	if denial.Action == "" {
		return nil, errors.New("a denial needs an action such as ec2:RegisterImage")
	}
	c.Policy.Deny(denial)
	return nil, nil
}

func (c *Controls) failImports(r *http.Request) (any, error) {
	failure, err := read[imports.Failure](r)
	if err != nil {
		return nil, err
	}
	if failure.Message == "" {
		return nil, errors.New("a failing import needs a message")
	}
	c.Imports.Add(failure)
	return nil, nil
}

func (c *Controls) advance(r *http.Request) (any, error) {
	body, err := read[struct {
		Advance string `json:"advance"`
	}](r)
	if err != nil {
		return nil, err
	}
	d, err := time.ParseDuration(body.Advance)
	if err != nil || d < 0 {
		return nil, fmt.Errorf("advance %q is no duration such as 2h", body.Advance)
	}
	c.Clock.Advance(d)
	return map[string]time.Time{"now": c.Clock.Now()}, nil
}

func (c *Controls) addCredential(r *http.Request) (any, error) {
	credential, err := read[identity.Credential](r)
	if err != nil {
		return nil, err
	}
	if _, known := c.Roles.Get(credential.AccountID, vmImport); !known {
		c.Roles.Put(credential.AccountID, iam.VMImport())
	}
	return nil, c.Book.Put(credential)
}

func (c *Controls) setSettings(r *http.Request) (any, error) {
	a, err := read[settings.Account](r)
	if err != nil {
		return nil, err
	}
	c.Settings.Set(r.PathValue("account"), r.PathValue("region"), a)
	return nil, nil
}
