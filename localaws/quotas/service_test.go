package quotas_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas"

	"github.com/amikit/amikit/localaws/awstest"
)

func get(code string) *servicequotas.GetServiceQuotaInput {
	return &servicequotas.GetServiceQuotaInput{ServiceCode: aws.String("ebs"), QuotaCode: aws.String(code)}
}

func usual(code string) *servicequotas.GetAWSDefaultServiceQuotaInput {
	return &servicequotas.GetAWSDefaultServiceQuotaInput{ServiceCode: aws.String("ebs"), QuotaCode: aws.String(code)}
}

func TestADefaultIsToldByItsOwnCallAlone(t *testing.T) {
	a := awstest.Start(t)
	out, err := a.Quotas().GetAWSDefaultServiceQuota(t.Context(), usual("L-309BACF6"))
	if err != nil || *out.Quota.Value != 100_000 {
		t.Fatalf("quota is %+v, %v", out, err)
	}
	_, err = a.Quotas().GetServiceQuota(t.Context(), get("L-309BACF6"))
	awstest.WantCode(t, err, "NoSuchResourceException")
	a.Admin("PUT", "accounts/"+awstest.Mine+"/regions/"+awstest.Region+"/settings", map[string]any{"quotas": map[string]float64{"L-309BACF6": 7}})
	own, err := a.Quotas().GetServiceQuota(t.Context(), get("L-309BACF6"))
	if err != nil || *own.Quota.Value != 7 {
		t.Fatalf("quota is %+v, %v", own, err)
	}
}

func TestQuotasAreRefused(t *testing.T) {
	a := awstest.Start(t)
	_, err := a.Quotas().GetAWSDefaultServiceQuota(t.Context(), usual("L-B665C33B")) // it is EC2's
	awstest.WantCode(t, err, "NoSuchResourceException")
	a.Admin("POST", "denials", map[string]string{"action": "servicequotas:GetServiceQuota"})
	_, err = a.Quotas().GetServiceQuota(t.Context(), get("L-309BACF6"))
	awstest.WantCode(t, err, "AccessDeniedException")
}
