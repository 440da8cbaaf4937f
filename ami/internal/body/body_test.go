package body

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

var (
	errStorage = errors.New("input/output error")
	errNetwork = errors.New("connection reset")
)

// failing gives its text, and then an error.
type failing struct {
	*strings.Reader
	err error
}

func (f failing) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if err == io.EOF {
		err = f.err
	}
	return n, err
}

func TestTheDiskIsTheCauseOnlyWhereItFailedAndTheCallDid(t *testing.T) {
	for name, c := range map[string]struct{ disk, call, want error }{
		"a disk that failed":        {errStorage, errNetwork, errStorage},
		"a network that failed":     {io.EOF, errNetwork, errNetwork},
		"a call that worked":        {io.EOF, nil, nil},
		"a call that needed it not": {errStorage, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := New(failing{strings.NewReader("text"), c.disk})
			if _, err := io.ReadAll(b); c.disk != io.EOF && !errors.Is(err, c.disk) {
				t.Fatalf("reading ends with %v", err)
			}
			if err := b.Cause(c.call); !errors.Is(err, c.want) {
				t.Fatalf("cause is %v", err)
			}
		})
	}
}

func TestTheSDKDoesNotSendAgainWhatCannotBeRead(t *testing.T) {
	retryer := retry.NewStandard()
	for err, want := range map[error]bool{errNetwork: true, &ReadError{errStorage}: false} {
		if got := aws.RetryerV2(retryer).IsErrorRetryable(&smithyhttp.RequestSendError{Err: err}); got != want {
			t.Errorf("%v is retryable: %t", err, got)
		}
	}
}
