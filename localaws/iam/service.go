package iam

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/amikit/amikit/localaws/auth"
	"github.com/amikit/amikit/localaws/identity"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

// Service answers IAM's reading calls about roles.
type Service struct {
	Roles *Roles
	Gate  *auth.Gate
}

// Answer does a call of IAM.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
func (s *Service) Answer(_ context.Context, call *wire.Call, p query.Params) (any, error) {
	if call.Action == "SimulatePrincipalPolicy" {
		return s.simulate(call, p)
	}
	name := p["RoleName"]
	answer, known := map[string]func(Role) (any, error){
		"GetRole":                  func(r Role) (any, error) { return getRole(call.Account.ID, r), nil },
		"GetRolePolicy":            func(r Role) (any, error) { return getRolePolicy(r, p["PolicyName"]) },
		"ListRolePolicies":         func(r Role) (any, error) { return listRolePolicies(r), nil },
		"ListAttachedRolePolicies": func(r Role) (any, error) { return listAttached(r), nil },
	}[call.Action]
	if !known {
		return nil, wire.Refuse("InvalidAction", "Could not find operation %s for version 2010-05-08", call.Action)
	}
	if name == "" {
		return nil, wire.Refuse("ValidationError", "1 validation error detected: Value null at 'roleName' "+
			"failed to satisfy constraint: Member must not be null")
	}
	if err := s.Gate.Permit(call, "iam:"+call.Action, roleARN(call.Account.ID, name)); err != nil {
		return nil, err
	}
	role, ok := s.Roles.Get(call.Account.ID, name)
	if !ok {
		return nil, noSuchEntity("The role with name %s cannot be found.", name)
	}
	return answer(role)
}

func roleARN(account, name string) string { return "arn:aws:iam::" + account + ":role/" + name }

func noSuchEntity(format, name string) error {
	return wire.RefuseWith(http.StatusNotFound, "NoSuchEntity", format, name)
}

// document is a policy as IAM answers with it: escaped by RFC 3986.
func document(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

type roleResult struct {
	Role struct {
		Path                     string
		RoleName                 string
		RoleID                   string `xml:"RoleId"`
		ARN                      string `xml:"Arn"`
		CreateDate               string
		AssumeRolePolicyDocument string
		MaxSessionDuration       int
	}
}

const hour = 3600

func getRole(account string, role Role) roleResult {
	var result roleResult
	r := &result.Role
	r.Path, r.RoleName, r.ARN = "/", role.Name, roleARN(account, role.Name)
	r.RoleID = identity.RoleID(account, role.Name)
	r.CreateDate = role.Created.UTC().Format("2006-01-02T15:04:05Z")
	r.AssumeRolePolicyDocument = document(role.Trust)
	r.MaxSessionDuration = hour
	return result
}

type rolePolicyResult struct {
	RoleName, PolicyName, PolicyDocument string
}

func getRolePolicy(role Role, name string) (any, error) {
	text, ok := role.Inline[name]
	if !ok {
		return nil, noSuchEntity("The role policy with name %s cannot be found.", name)
	}
	return rolePolicyResult{role.Name, name, document(text)}, nil
}

// members is a list in IAM's XML.
type members[T any] struct {
	Members []T `xml:"member"`
}

type rolePoliciesResult struct {
	PolicyNames members[string]
	IsTruncated bool
}

func listRolePolicies(role Role) rolePoliciesResult {
	return rolePoliciesResult{PolicyNames: members[string]{slices.Sorted(maps.Keys(role.Inline))}}
}

type attachedPolicy struct {
	PolicyName string
	PolicyARN  string `xml:"PolicyArn"`
}

type attachedResult struct {
	AttachedPolicies members[attachedPolicy]
	IsTruncated      bool
}

func listAttached(role Role) (result attachedResult) {
	for _, arn := range role.Attached {
		name := arn[strings.LastIndex(arn, "/")+1:]
		result.AttachedPolicies.Members = append(result.AttachedPolicies.Members, attachedPolicy{name, arn})
	}
	return result
}
