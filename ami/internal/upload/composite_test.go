package upload

import (
	"crypto/sha256"
	"encoding/base64"
	"testing"

	"github.com/aws/smithy-go"
)

func TestACompositeIsTheSumOfThePartsSums(t *testing.T) {
	s := oneExtent(1, 3*mib, 13*mib)
	data := make([]byte, s.size)
	if _, err := s.ReadAt(data, 0); err != nil {
		t.Fatal(err)
	}
	first, second := sha256.Sum256(data[:13*mib/2]), sha256.Sum256(data[13*mib/2:])
	both := sha256.Sum256(append(first[:], second[:]...))
	want := base64.StdEncoding.EncodeToString(both[:]) + "-2"
	if got, err := Composite(t.Context(), s, 10*mib); err != nil || got != want {
		t.Fatalf("composite is %s, %v, want %s", got, err, want)
	}
	if _, err := Composite(t.Context(), s, 0); err == nil {
		t.Fatal("parts without a length are taken")
	}
}

func TestARefusalWithoutAStatusIsNoWordOnChecksums(t *testing.T) {
	if noSum(&smithy.GenericAPIError{Code: "InvalidArgument"}) {
		t.Fatal("it counts as one")
	}
}
