package ec2

import (
	"net/http"
	"strconv"
	"time"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

// request is one call with all that answers it.
type request struct {
	*Service
	*wire.Call
	query.Params
	now time.Time
}

// caller is the account that calls.
func (r *request) caller() string { return r.Call.Account.ID }

// isLater is true when a moment lies ahead of the call.
func (r *request) isLater(t time.Time) bool { return t.After(r.now) }

// permit asks for the call's own action on resources, by their ARNs, and ends a
// dry run. It comes after the shape of the call was looked at, and before
// anything else.
func (r *request) permit(resources ...string) error {
	if len(resources) == 0 {
		resources = []string{"*"}
	}
	if err := r.Gate.Permit(r.Call, "ec2:"+r.Action, resources...); err != nil {
		return err
	}
	return r.endDryRun()
}

func (r *request) endDryRun() error {
	if r.Flag("DryRun") {
		return wire.RefuseWith(http.StatusPreconditionFailed, "DryRunOperation",
			"Request would have succeeded, but DryRun flag is set.")
	}
	return nil
}

// permitCreation is permit for calls that may put tags on what they make.
func (r *request) permitCreation(tagged bool, resources ...string) error {
	if err := r.Gate.Permit(r.Call, "ec2:"+r.Action, resources...); err != nil {
		return err
	}
	if tagged {
		if err := r.Gate.Permit(r.Call, "ec2:CreateTags", resources[0]); err != nil {
			return err
		}
	}
	return r.endDryRun()
}

// arn names a resource as the policies of EC2 do for images and snapshots:
// without an account.
func (r *request) arn(kind, id string) string {
	return "arn:aws:ec2:" + r.Region + "::" + kind + "/" + id
}

// need refuses a call that lacks a parameter.
func (r *request) need(names ...string) error {
	for _, name := range names {
		if r.Params[name] == "" {
			return missing(name)
		}
	}
	return nil
}

func missing(name string) error {
	return wire.Refuse("MissingParameter", "The request must contain the parameter %s", name)
}

func invalidValue(parameter, value string) error {
	return wire.Refuse("InvalidParameterValue", "Value (%s) for parameter %s is invalid.", value, parameter)
}

// number reads a whole number; absent is false in ok.
func number(p query.Params, name string) (n int, ok bool, err error) {
	text, ok := p[name]
	if !ok {
		return 0, false, nil
	}
	n, err = strconv.Atoi(text)
	if err != nil {
		return 0, false, invalidValue(name, text)
	}
	return n, true, nil
}

// done is the answer of the calls that have none.
type done struct {
	Return bool `xml:"return"`
}
