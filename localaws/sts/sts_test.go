package sts_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/amikit/amikit/localaws/awstest"
)

// refusal is the encoded part of EC2's message for a denied call.
func refusal(t *testing.T, a *awstest.AWS) string {
	t.Helper()
	a.Admin("POST", "denials", map[string]string{"action": "ec2:DeregisterImage"})
	_, err := a.EC2().DeregisterImage(t.Context(), &ec2.DeregisterImageInput{ImageId: aws.String("ami-00000000000000001")})
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != "UnauthorizedOperation" {
		t.Fatalf("error is %v", err)
	}
	_, encoded, found := strings.Cut(api.ErrorMessage(), "Encoded authorization failure message: ")
	if !found {
		t.Fatalf("message is %q", api.ErrorMessage())
	}
	return encoded
}

func decode(t *testing.T, a *awstest.AWS, encoded string) (string, error) {
	t.Helper()
	out, err := a.STS().DecodeAuthorizationMessage(t.Context(), &sts.DecodeAuthorizationMessageInput{EncodedMessage: aws.String(encoded)})
	if err != nil {
		return "", err
	}
	return aws.ToString(out.DecodedMessage), nil
}

func TestARefusalCanBeDecoded(t *testing.T) {
	a := awstest.Start(t)
	text, err := decode(t, a, refusal(t, a))
	if err != nil {
		t.Fatal(err)
	}
	var reason struct {
		Context struct {
			Action    string
			Principal struct{ ARN string }
		}
	}
	if err := json.Unmarshal([]byte(text), &reason); err != nil || reason.Context.Action != "ec2:DeregisterImage" || !strings.Contains(reason.Context.Principal.ARN, "user/me") {
		t.Fatalf("decoded is %s, %v", text, err)
	}
}

func TestWhatCannotBeDecoded(t *testing.T) {
	a := awstest.Start(t)
	encoded := refusal(t, a)
	if _, err := decode(t, a, "nonsense!"); err == nil || !strings.Contains(err.Error(), "InvalidAuthorizationMessageException") {
		t.Errorf("error is %v", err)
	}
	a.Admin("POST", "denials", map[string]string{"action": "sts:DecodeAuthorizationMessage"})
	if _, err := decode(t, a, encoded); err == nil || !strings.Contains(err.Error(), "AccessDenied") {
		t.Errorf("error is %v", err)
	}
}
