package s3

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// parse makes a request of "METHOD target"; COPY is a PUT with a source.
func parse(request string) *http.Request {
	method, target, _ := strings.Cut(request, " ")
	if method != "COPY" {
		return signed(httptest.NewRequest(method, target, nil))
	}
	r := httptest.NewRequest(http.MethodPut, target, nil)
	r.Header.Set("X-Amz-Copy-Source", "b/source")
	return signed(r)
}

func signed(r *http.Request) *http.Request {
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 "+
		"Credential=AKIA/20261123/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0")
	return r
}

func TestACallNamesWhoAsksForWhatAndWhere(t *testing.T) {
	got := new(Service).Describe(parse("PUT /bucket/folder/disk.raw"))
	want := Call{Operation: "PutObject", Region: "eu-west-1", AccessKey: "AKIA", Bucket: "bucket", Key: "folder/disk.raw"}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestASignatureMayStandInTheQuery(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/b/k?X-Amz-Credential=AKIA%2F20261123%2Feu-west-1%2Fs3%2Faws4_request", nil)
	if key, region := credential(r); key != "AKIA" || region != "eu-west-1" {
		t.Errorf("got key %q and region %q, want AKIA and eu-west-1", key, region)
	}
}
