package ami

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/amikit/amikit/internal/awstest"
)

// newAccountWorld is a world in an account of its own.
func newAccountWorld(t *testing.T) (w *world, account string) {
	t.Helper()
	_, cfg := awstest.NewAccount(t)
	out, err := sts.NewFromConfig(cfg).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil {
		t.Fatal(err)
	}
	account = aws.ToString(out.Account)
	bucket := "amikit-own-" + account
	w = &world{t: t, cfg: cfg, bucket: bucket, name: "image of " + bucket}
	if _, err := awstest.S3(cfg).CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String(w.bucket), CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: awstest.Region}}); err != nil {
		t.Fatal(err)
	}
	return w, account
}

const (
	goodTrust = `{"Statement":[{"Effect":"Allow","Principal":{"Service":"vmie.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:Externalid":"vmimport"}}}]}`
	onlyEC2   = `{"Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}`
)

func TestAFaultyImportRoleIsExplainedBeforeTheUpload(t *testing.T) {
	for name, c := range map[string]struct {
		trust, policy, denied, says string
	}{
		"one that is missing":            {"", "", "", "does not exist"},
		"one that AWS may not assume":    {strings.ReplaceAll(goodTrust, "vmie", "ec2"), onlyEC2, "", "does not let vmie.amazonaws.com assume it"},
		"one that is blind":              {goodTrust, onlyEC2, "", "lacks s3:GetBucketLocation on arn:aws:s3:::"},
		"one that is blind, by its text": {goodTrust, onlyEC2, "IAM.SimulatePrincipalPolicy", "s3:GetObject on arn:aws:s3:::"},
	} {
		t.Run(name, func(t *testing.T) {
			w, account := newAccountWorld(t)
			awstest.Steer(t, http.MethodDelete, "accounts/"+account+"/roles/vmimport", nil)
			if c.trust != "" {
				awstest.Steer(t, http.MethodPut, "accounts/"+account+"/roles/vmimport", map[string]any{"trust": c.trust, "inline": map[string]string{"own": c.policy}})
			}
			w.denied(func(name string) bool { return name != c.denied })
			calls := w.counting()
			_, err := Create(t.Context(), w.disk(1, mib), w.options())
			var faulty *RoleError
			if !errors.As(err, &faulty) || !contains(err, c.says) || calls.calls["S3.CreateMultipartUpload"] != 0 {
				t.Fatalf("error is %v", err)
			}
		})
	}
}

func TestARoleThatMayNotBeLookedAtIsPassedOver(t *testing.T) {
	w, e := newWorld(t), &events{}
	w.denied(func(name string) bool { return !strings.HasPrefix(name, "IAM.") })
	w.create(w.disk(1, mib), func(o *Options) { o.Reporter = e })
	if !e.says(Info, "not checked: the role vmimport (") {
		t.Fatalf("events are %v", e.list)
	}
}

func TestAllProblemsStandInOneReport(t *testing.T) {
	w := newWorld(t)
	w.refusing("EC2.RegisterImage")
	_, err := Create(t.Context(), w.disk(1, mib), w.options(func(o *Options) { o.Bucket, o.RoleName = "amikit-there-is-no-such-bucket", "nobody" }))
	var bucket *BucketError
	var faulty *RoleError
	var denied *DeniedError
	if !errors.As(err, &bucket) || !errors.As(err, &faulty) || !errors.As(err, &denied) {
		t.Fatalf("error is %v", err)
	}
}

func TestABucketThatCannotBeWrittenToIsToldBeforeTheUpload(t *testing.T) {
	w := newWorld(t)
	w.denied(func(name string) bool { return name != "S3.PutObject" })
	_, err := Create(t.Context(), w.disk(1, mib), w.options())
	var denied *DeniedError
	if !errors.As(err, &denied) || denied.Action != "s3:PutObject" || !contains(err, "nothing was uploaded: write to bucket") {
		t.Fatalf("error is %v", err)
	}
}

func TestEncryptionByDefaultIsTold(t *testing.T) {
	w, account := newAccountWorld(t)
	awstest.Steer(t, http.MethodPut, "accounts/"+account+"/regions/"+awstest.Region+"/settings", map[string]bool{"encryptionByDefault": true})
	e := &events{}
	w.create(w.disk(1, mib), func(o *Options) { o.Reporter = e })
	if !e.says(Warning, "the account encrypts by default in "+awstest.Region) {
		t.Fatalf("events are %v", e.list)
	}
}
