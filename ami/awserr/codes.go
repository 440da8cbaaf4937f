package awserr

// deniedCodes are the services' codes for a call that IAM does not allow.
var deniedCodes = []string{"UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "AllAccessDisabled"}

// unknownCodes are the answers of an endpoint that does not have the call.
var unknownCodes = []string{"InvalidAction", "UnknownOperationException", "NotImplemented", "UnsupportedOperation", "MethodNotAllowed"}

// actions are the calls that IAM knows by another name.
var actions = map[string]string{
	"HeadObject":              "GetObject",
	"HeadBucket":              "ListBucket",
	"UploadPart":              "PutObject",
	"UploadPartCopy":          "GetObject and s3:PutObject",
	"CreateMultipartUpload":   "PutObject",
	"CompleteMultipartUpload": "PutObject",
	"ListMultipartUploads":    "ListBucketMultipartUploads",
	"ListParts":               "ListMultipartUploadParts",
}

const (
	badKeys = "check the access key, its secret and, for temporary credentials, AWS_SESSION_TOKEN"
	expired = "the credentials are expired: renew them and run again, what is done is found again"
	skewed  = "set this machine's clock"
)

// hints say what to do about a code.
var hints = map[string]string{
	"AuthFailure":                      badKeys,
	"InvalidAccessKeyId":               badKeys,
	"InvalidClientTokenId":             badKeys,
	"SignatureDoesNotMatch":            badKeys,
	"UnrecognizedClientException":      badKeys,
	"InvalidSignatureException":        badKeys,
	"InvalidToken":                     badKeys,
	"ExpiredToken":                     expired,
	"ExpiredTokenException":            expired,
	"RequestExpired":                   expired,
	Skewed:                             skewed,
	"BadRequest":                       "S3 gives no reason in answers without a body; where the credentials are expired, renew them and run again",
	"NoSuchBucket":                     "check S3_BUCKET, or create the bucket",
	"RequestLimitExceeded":             "AWS throttles this account: run again later, what is done is found again",
	"ResourceCountLimitExceeded":       "wait for other imports to end, or ask AWS for a higher quota",
	"ConcurrentLimitExceededException": "wait for other snapshots to be completed, or remove those that killed runs left by `amikit ami gc`",
	"OptInRequired":                    "enable the region for this account, or choose another REGION",
}
