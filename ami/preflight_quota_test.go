package ami

import (
	"context"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas/types"
	"github.com/aws/smithy-go"
)

// fakeQuotas has values that were applied; all others are the local AWS's defaults.
type fakeQuotas struct {
	Quotas
	values map[string]float64
	err    error
}

func (f fakeQuotas) GetServiceQuota(ctx context.Context, in *servicequotas.GetServiceQuotaInput, o ...func(*servicequotas.Options)) (*servicequotas.GetServiceQuotaOutput, error) {
	if f.err != nil {
		return nil, f.err
	}
	value, ok := f.values[aws.ToString(in.QuotaCode)]
	if !ok {
		return f.Quotas.GetServiceQuota(ctx, in, o...)
	}
	return &servicequotas.GetServiceQuotaOutput{Quota: &types.ServiceQuota{Value: aws.Float64(value)}}, nil
}

// quotaRegion is one with few snapshots to count.
const quotaRegion = "ca-central-1"

func (w *world) quotas(values map[string]float64, err error) func(*Options) {
	return func(o *Options) {
		o.Region = quotaRegion
		o.Services.Quotas = fakeQuotas{Connect(w.cfg, Endpoints{}).Quotas, values, err}
	}
}

func TestQuotasThatAreUsedUpStandInOneReportBeforeTheUpload(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Options)
		codes  []string
	}{
		"s3":  {func(*Options) {}, []string{"L-B665C33B", "L-309BACF6"}},
		"ebs": {byEBS, []string{"L-B665C33B", "L-309BACF6", "L-94D7AB7D"}},
	} {
		w := worldIn(t, quotaRegion)
		calls := w.counting()
		_, err := Create(t.Context(), w.disk(1, mib), w.options(c.change, w.quotas(map[string]float64{"L-B665C33B": 0, "L-309BACF6": 0, "L-94D7AB7D": 0}, nil)))
		var used *QuotaError
		if !errors.As(err, &used) || calls.calls["S3.CreateMultipartUpload"]+calls.calls["EBS.StartSnapshot"] != 0 {
			t.Fatalf("%s: %v", name, err)
		}
		for _, code := range c.codes {
			if !contains(err, code) {
				t.Errorf("%s: %s is not in %v", name, code, err)
			}
		}
	}
}

func TestQuotasByDefaultLeaveRoom(t *testing.T) {
	w, heard := worldIn(t, quotaRegion), &events{}
	w.create(w.disk(1, mib), byEBS, w.quotas(nil, nil), reporting(heard))
	if heard.says(Info, "quota") {
		t.Fatal("a quota was not checked")
	}
}

func TestQuotasThatAreNotToldArePassedOver(t *testing.T) {
	w, heard := worldIn(t, quotaRegion), &events{}
	denied := &smithy.GenericAPIError{Code: "AccessDeniedException", Message: "no"}
	w.create(w.disk(1, mib), w.quotas(nil, denied), reporting(heard))
	if !heard.says(Info, "not checked: the quota of Snapshots per Region") {
		t.Fatalf("nothing was told: %v", heard.list)
	}
}
