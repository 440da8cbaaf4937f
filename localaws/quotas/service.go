// Package quotas answers the reading calls of Service Quotas.
package quotas

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"

	"github.com/amikit/amikit/localaws/auth"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/answer"
	"github.com/amikit/amikit/localaws/wire/restjson"
)

// Service answers GetServiceQuota and GetAWSDefaultServiceQuota.
// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
type Service struct {
	Gate *auth.Gate
	// Account tells the quotas that are not the defaults.
	Account interface {
		Quota(account, region, code string) (value float64, set bool)
	}
}

// maxBody is more than any call here has.
const maxBody = 64 << 10

// known are the quotas that a local AWS tells, and their defaults (Amazon EBS and
// Amazon EC2 endpoints and quotas).
func known() map[string]quota {
	return map[string]quota{
		"L-309BACF6": {ServiceCode: "ebs", QuotaCode: "L-309BACF6", QuotaName: "Snapshots per Region", Value: 100_000},
		"L-94D7AB7D": {ServiceCode: "ebs", QuotaCode: "L-94D7AB7D", QuotaName: "Pending snapshots per account", Value: 100},
		"L-B665C33B": {ServiceCode: "ec2", QuotaCode: "L-B665C33B", QuotaName: "AMIs", Value: 50_000},
	}
}

type quota struct {
	ServiceCode, QuotaCode, QuotaName string
	Value                             float64
}

// ServeHTTP answers one call.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := wire.CallOf(r.Context())
	found, err := s.answer(r, call)
	if err != nil {
		err = answer.Error(w, r, err)
	} else {
		err = restjson.Write(w, call, http.StatusOK, map[string]quota{"Quota": found})
	}
	if err != nil {
		slog.Error("answer", "action", call.Action, "error", err)
	}
}

func (s *Service) answer(r *http.Request, call *wire.Call) (quota, error) {
	var in struct{ ServiceCode, QuotaCode string }
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return quota{}, err
	}
	sum := sha256.Sum256(body)
	if err := s.Gate.Identify(r, hex.EncodeToString(sum[:])); err != nil {
		return quota{}, err
	}
	if call.Action != "GetServiceQuota" && call.Action != "GetAWSDefaultServiceQuota" {
		return quota{}, wire.Refuse("UnknownOperationException", "")
	}
	if err := s.Gate.Permit(call, "servicequotas:"+call.Action, "*"); err != nil {
		return quota{}, err
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return quota{}, wire.Refuse("SerializationException", "%v", err)
	}
	return s.find(call, in.ServiceCode, in.QuotaCode)
}

func (s *Service) find(call *wire.Call, service, code string) (quota, error) {
	q, is := known()[code]
	if !is || q.ServiceCode != service {
		return quota{}, noSuch()
	}
	if call.Action == "GetAWSDefaultServiceQuota" {
		return q, nil
	}
	value, set := s.Account.Quota(call.Account.ID, call.Region, q.QuotaCode)
	if !set { // AWS tells only values that were applied to the account
		return quota{}, noSuch()
	}
	q.Value = value
	return q, nil
}

func noSuch() error {
	return wire.Refuse("NoSuchResourceException", "The request failed because the specified quota does not exist.")
}
