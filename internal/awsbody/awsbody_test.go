package awsbody

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"
)

// seen records what the transport is given.
type seen struct {
	writerTo bool
	text     string
}

func (s *seen) Do(r *http.Request) (*http.Response, error) {
	_, s.writerTo = r.Body.(io.WriterTo)
	text, err := io.ReadAll(r.Body)
	s.text = string(text)
	if err != nil {
		return nil, err
	}
	answer := httptest.NewRecorder()
	_, err = answer.WriteString("<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>")
	return answer.Result(), err
}

func TestTheBodyArrivesWholeAndWithoutWriteTo(t *testing.T) {
	transport := &seen{}
	cfg := aws.Config{
		Region: "eu-west-1", HTTPClient: transport, Credentials: credentials.NewStaticCredentialsProvider("id", "secret", ""),
		APIOptions: []func(*middleware.Stack) error{HideWriterTo},
	}
	if _, err := sts.NewFromConfig(cfg).GetCallerIdentity(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if transport.writerTo || !strings.Contains(transport.text, "Action=GetCallerIdentity") {
		t.Fatalf("the transport got %+v", transport)
	}
}
