package ami

import (
	"net/http"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/internal/awsbody"
)

// Endpoints are URLs of single services. An empty one leaves the service to the
// configuration: its BaseEndpoint, else AWS's own.
type Endpoints struct {
	S3, EC2, EBS, IAM, STS string
}

// Connect makes the clients of one configuration, whose region is the image's.
//
// S3 is told neither to hash payloads for the signature nor to add checksums of
// its own: each part carries the CRC64NVME that [Create] computes, and one hash a
// byte is enough. More options of S3, such as [ExpectOwner], come from tune.
func Connect(cfg aws.Config, endpoints Endpoints, tune ...func(*s3.Options)) Services {
	cfg = cfg.Copy()
	cfg.APIOptions = append(slices.Clip(cfg.APIOptions), awsbody.HideWriterTo, awserr.NameEndpoints)
	account := sts.NewFromConfig(cfg, func(o *sts.Options) { override(&o.BaseEndpoint, endpoints.STS) })
	return Services{
		S3: s3.NewFromConfig(cfg, append([]func(*s3.Options){func(o *s3.Options) { tuneS3(o, endpoints.S3) }}, tune...)...),
		EC2: ec2.NewFromConfig(cfg, func(o *ec2.Options) {
			override(&o.BaseEndpoint, endpoints.EC2)
			o.APIOptions = append(o.APIOptions, decodeRefusals(account))
		}),
		IAM:    iam.NewFromConfig(cfg, func(o *iam.Options) { tuneIAM(o, endpoints.IAM) }),
		EBS:    ebs.NewFromConfig(cfg, func(o *ebs.Options) { tuneEBS(o, endpoints.EBS) }),
		STS:    account,
		Quotas: quotasOf(cfg, endpoints),
	}
}

// quotasOf asks none of AWS where EC2 is another service's.
func quotasOf(cfg aws.Config, endpoints Endpoints) Quotas {
	if endpoints.EC2 != "" && cfg.BaseEndpoint == nil {
		return nil
	}
	return servicequotas.NewFromConfig(cfg)
}

// ExpectOwner makes S3 refuse every call to a bucket of another account than the
// one of these twelve digits (Amazon S3 User Guide, "Verifying bucket ownership
// with bucket owner condition"). It is for [Connect].
func ExpectOwner(account string) func(*s3.Options) {
	return func(o *s3.Options) {
		o.APIOptions = append(o.APIOptions,
			smithyhttp.SetHeaderValue("x-amz-expected-bucket-owner", account),
			smithyhttp.SetHeaderValue("x-amz-source-expected-bucket-owner", account))
	}
}

// Accelerate sends by S3 Transfer Acceleration, where the endpoint is AWS's own.
// It is for [Connect].
func Accelerate(o *s3.Options) { o.UseAccelerate = o.BaseEndpoint == nil }

// tuneIAM signs for IAM's one region, which the SDK knows for AWS's own endpoint only.
func tuneIAM(o *iam.Options, endpoint string) {
	override(&o.BaseEndpoint, endpoint)
	if o.BaseEndpoint != nil {
		o.Region = "us-east-1"
	}
}

func tuneS3(o *s3.Options, endpoint string) {
	override(&o.BaseEndpoint, endpoint)
	// A bucket as a host name needs DNS that an endpoint of one's own may not have.
	o.UsePathStyle = o.UsePathStyle || o.BaseEndpoint != nil
	o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
	o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired
	o.APIOptions = append(o.APIOptions, v4.SwapComputePayloadSHA256ForUnsignedPayloadMiddleware)
}

// blockConnections are kept open: at least as many as there are blocks under way,
// else each block pays a TLS handshake.
const blockConnections = 64

// startAttempts is how often the call that starts a snapshot is sent while too many
// are pending. Calls for blocks are repeated by package blocks alone.
const startAttempts = 12

func tuneEBS(o *ebs.Options, endpoint string) {
	override(&o.BaseEndpoint, endpoint)
	if client, ok := o.HTTPClient.(*awshttp.BuildableClient); ok {
		o.HTTPClient = client.WithTransportOptions(func(t *http.Transport) {
			t.MaxIdleConnsPerHost = max(t.MaxIdleConnsPerHost, blockConnections)
			t.MaxIdleConns = max(t.MaxIdleConns, 2*blockConnections)
		})
	}
	o.RetryMaxAttempts = startAttempts
	o.Retryer = retry.AddWithMaxAttempts(retry.AddWithErrorCodes(o.Retryer, "ConcurrentLimitExceededException"), startAttempts)
}

func override(endpoint **string, with string) {
	if with != "" {
		*endpoint = aws.String(with)
	}
}
