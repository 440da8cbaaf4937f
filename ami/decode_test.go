package ami

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/amikit/amikit/internal/awstest"
)

// decoding answers with a text, or with an error.
type decoding struct {
	text string
	err  error
}

func (d decoding) DecodeAuthorizationMessage(context.Context, *sts.DecodeAuthorizationMessageInput, ...func(*sts.Options)) (*sts.DecodeAuthorizationMessageOutput, error) {
	return &sts.DecodeAuthorizationMessageOutput{DecodedMessage: aws.String(d.text)}, d.err
}

func TestARefusalSaysWhatAWSDecodes(t *testing.T) {
	const (
		plain   = "You are not authorized to perform this operation."
		encoded = plain + " " + encodedMark + "c2VjcmV0"
		why     = `"context": {"principal": {"arn": "arn:aws:iam::1:user/ann"}, "action": "ec2:RegisterImage", "resource": "arn:aws:ec2:eu-west-1::image/*"}}`
	)
	for name, c := range map[string]struct {
		message string
		answer  decoding
		want    string
	}{
		"nothing is encoded": {plain, decoding{}, plain},
		"no policy allows it": {encoded, decoding{text: `{"explicitDeny": false, ` + why},
			plain + " Decoded: arn:aws:iam::1:user/ann may not do ec2:RegisterImage on arn:aws:ec2:eu-west-1::image/*: no policy allows it"},
		"a statement denies it": {encoded, decoding{text: `{"explicitDeny": true, "matchedStatements": {"items": [{"statementId": "NoImages"}]}, ` + why},
			plain + ` Decoded: arn:aws:iam::1:user/ann may not do ec2:RegisterImage on arn:aws:ec2:eu-west-1::image/*: a policy denies it explicitly (statement "NoImages")`},
		"decoding is not allowed":    {encoded, decoding{err: errors.New("denied")}, encoded},
		"what is decoded is unknown": {encoded, decoding{text: "{}"}, encoded},
	} {
		if got := decodeRefusal(t.Context(), c.answer, c.message); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestARefusalIsDecodedByTheClients(t *testing.T) {
	w := newWorld(t)
	var key string
	key, w.cfg = awstest.NewKey(t)
	awstest.Steer(t, "POST", "denials", map[string]string{"action": "ec2:RegisterImage", "accessKey": key})
	_, err := Create(t.Context(), w.disk(1, 3*mib), w.options())
	var denied *DeniedError
	if !errors.As(err, &denied) || denied.Action != "ec2:RegisterImage" {
		t.Fatalf("error is %v", err)
	}
	if text := err.Error(); !strings.Contains(text, "Decoded: ") || !strings.Contains(text, "no policy allows it") || strings.Contains(text, encodedMark) {
		t.Fatalf("error is %v", err)
	}
}
