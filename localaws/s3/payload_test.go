package s3

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func TestBodiesOverTLSEndWithATrailingChecksum(t *testing.T) {
	plain := serve(t, Config{})
	makeBucket(t, plain, alice(), "disks")
	var payload string
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			payload = r.Header.Get("X-Amz-Content-Sha256")
		}
		plain.Config.Handler.ServeHTTP(w, r)
	}))
	defer server.Close()
	c := client(server, alice(), func(o *awss3.Options) { o.HTTPClient = server.Client() })
	for _, algorithm := range types.ChecksumAlgorithmCrc32.Values()[:5] {
		_, err := c.PutObject(t.Context(), &awss3.PutObjectInput{
			Bucket: aws.String("disks"), Key: aws.String("a"),
			Body: io.LimitReader(bytes.NewReader(noise(1<<20)), 1000), ContentLength: aws.Int64(1000),
			ChecksumAlgorithm: algorithm,
		})
		if err != nil {
			t.Fatalf("put with %s: %v", algorithm, err)
		}
		if payload != "STREAMING-UNSIGNED-PAYLOAD-TRAILER" {
			t.Errorf("the SDK sent %s, not a trailer", payload)
		}
		if !bytes.Equal(get(t, c, "disks", "a"), noise(1 << 20)[:1000]) {
			t.Errorf("the object with %s differs", algorithm)
		}
	}
}

func TestAPayloadNeedNotBeSigned(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice(), func(o *awss3.Options) {
		o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
		o.APIOptions = append(o.APIOptions, v4.SwapComputePayloadSHA256ForUnsignedPayloadMiddleware)
	})
	put(t, c, "disks", "a", noise(1000))
	if !bytes.Equal(get(t, c, "disks", "a"), noise(1000)) {
		t.Error("the object differs")
	}
}

func TestABodyThatIsNotTheSignedOneIsRefused(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	tamper := func(r *http.Request) (*http.Response, error) {
		r.Body = io.NopCloser(bytes.NewReader(make([]byte, r.ContentLength)))
		return http.DefaultTransport.RoundTrip(r)
	}
	c := client(server, alice(), func(o *awss3.Options) {
		o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
		o.HTTPClient = doer(tamper)
	})
	_, err := c.PutObject(t.Context(), &awss3.PutObjectInput{
		Bucket: aws.String("disks"), Key: aws.String("a"), Body: bytes.NewReader(noise(1000)),
	})
	wantCode(t, err, "XAmzContentSHA256Mismatch", 400)
}

type doer func(*http.Request) (*http.Response, error)

func (d doer) Do(r *http.Request) (*http.Response, error) { return d(r) }

func TestALargeBodyCostsLittleMemory(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	before := heap()
	const size = 256 << 20
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, server.URL+"/disks/large", &zeroes{left: size})
	if err != nil {
		t.Fatal(err)
	}
	req.ContentLength = size
	sign(t, req, alice())
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		t.Fatal(resp.Status)
	}
	if grown := heap() - before; grown > 32<<20 {
		t.Errorf("a body of %d bytes made the heap %d bytes larger", size, grown)
	}
}

func heap() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapSys)
}

// zeroes is a body that nobody holds in memory.
type zeroes struct{ left int }

func (z *zeroes) Read(p []byte) (int, error) {
	n := min(len(p), z.left)
	if n == 0 {
		return 0, io.EOF
	}
	clear(p[:n])
	z.left -= n
	return n, nil
}
