package iam

import (
	"strings"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

type evaluation struct {
	EvalActionName, EvalResourceName, EvalDecision string
}

type simulateResult struct {
	EvaluationResults members[evaluation]
	IsTruncated       bool
}

// simulate decides by a role's own policies; managed ones allow nothing here.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
func (s *Service) simulate(call *wire.Call, p query.Params) (any, error) {
	arn := p["PolicySourceArn"]
	if err := s.Gate.Permit(call, "iam:SimulatePrincipalPolicy", arn); err != nil {
		return nil, err
	}
	role, ok := s.Roles.Get(call.Account.ID, arn[strings.LastIndex(arn, "/")+1:])
	if !ok {
		return nil, noSuchEntity("The principal %s cannot be found.", arn)
	}
	resources := p.List("ResourceArns.member")
	if len(resources) == 0 {
		resources = []string{"*"}
	}
	var result simulateResult
	for _, action := range p.List("ActionNames.member") {
		for _, resource := range resources {
			decision := "implicitDeny"
			if role.Allows(action, resource) {
				decision = "allowed"
			}
			result.EvaluationResults.Members = append(result.EvaluationResults.Members, evaluation{action, resource, decision})
		}
	}
	return result, nil
}
