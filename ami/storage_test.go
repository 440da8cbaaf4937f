package ami

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/amikit/amikit/internal/awstest"
)

const testKey = "arn:aws:kms:" + awstest.Region + ":123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

func TestASnapshotIsEncryptedAsAsked(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"by the account's key, through S3":  func(o *Options) { o.Encrypted = true },
		"by a key, through S3":              func(o *Options) { o.KMSKey = testKey },
		"by the account's key, by blocks":   func(o *Options) { o.Method, o.Encrypted = ByEBS, true },
		"by a key, by blocks":               func(o *Options) { o.Method, o.KMSKey = ByEBS, testKey },
		"with a role that is not the usual": func(o *Options) { o.Encrypted, o.RoleName = true, "vmimport" },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			o := w.options(change)
			out, err := w.ec2().DescribeSnapshots(t.Context(), &ec2.DescribeSnapshotsInput{SnapshotIds: []string{w.create(w.disk(1, mib), change).SnapshotID}})
			if err != nil {
				t.Fatal(err)
			}
			s := out.Snapshots[0]
			if !aws.ToBool(s.Encrypted) || o.KMSKey != "" && aws.ToString(s.KmsKeyId) != testKey {
				t.Fatalf("encrypted %v by %s", aws.ToBool(s.Encrypted), aws.ToString(s.KmsKeyId))
			}
		})
	}
}

func TestAPlainSnapshotIsNotTakenForAnEncryptedOne(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	plain := w.create(d)
	encrypted := w.create(d, func(o *Options) { o.Encrypted, o.Name = true, o.Name+" encrypted" })
	if plain.SnapshotID == encrypted.SnapshotID || plain.SnapshotDigest == encrypted.SnapshotDigest {
		t.Fatalf("both images stand on %s", plain.SnapshotID)
	}
	if again := w.create(d, func(o *Options) { o.Encrypted, o.Name = true, o.Name+" encrypted" }); again.ImageID != encrypted.ImageID {
		t.Fatalf("the second run made %s beside %s", again.ImageID, encrypted.ImageID)
	}
}

func TestKeysThatAWSWouldRefuseAreRefusedAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*Options)
		setting string
	}{
		"an alias for blocks":         {func(o *Options) { o.Method, o.KMSKey = ByEBS, "alias/disks" }, "KMS_KEY"},
		"a key of another region":     {func(o *Options) { o.KMSKey = "arn:aws:kms:us-east-1:123456789012:key/1" }, "KMS_KEY"},
		"an object's key from afar":   {func(o *Options) { o.SSEKMSKey = "arn:aws:kms:us-east-1:123456789012:key/1" }, "SSE_KMS_KEY"},
		"an encryption of nobody":     {func(o *Options) { o.SSE = "rot13" }, "SSE"},
		"a key that AES256 ignores":   {func(o *Options) { o.SSE, o.SSEKMSKey = "AES256", testKey }, "SSE_KMS_KEY"},
		"a bucket's ARN for a KMSkey": {func(o *Options) { o.KMSKey = "arn:aws:s3:::bucket" }, "KMS_KEY"},
	} {
		o := Options{Region: awstest.Region, Bucket: "bucket"}
		c.change(&o)
		var invalid *InvalidError
		if err := o.Validate(); !errors.As(err, &invalid) || invalid.Setting != c.setting {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// recorder keeps the header of each request to S3.
type recorder struct {
	mu      sync.Mutex
	headers map[string][]http.Header // by method and kind of call
}

// Do answers by the real endpoint.
func (r *recorder) Do(request *http.Request) (*http.Response, error) {
	if strings.Contains(request.Header.Get("Authorization"), "/s3/") {
		r.mu.Lock()
		call := request.Method
		if request.URL.Query().Has("uploads") {
			call += " uploads"
		}
		r.headers[call] = append(r.headers[call], request.Header.Clone())
		r.mu.Unlock()
	}
	return http.DefaultClient.Do(request)
}

func (w *world) recording() *recorder {
	r := &recorder{headers: map[string][]http.Header{}}
	w.cfg.HTTPClient = r
	return r
}

func TestTheObjectIsEncryptedAsAsked(t *testing.T) {
	w := newWorld(t)
	r := w.recording()
	w.create(w.sparseDisk(6*mib, 80*mib), func(o *Options) { o.SSEKMSKey = testKey })
	creates := r.headers["POST uploads"]
	if len(creates) == 0 {
		t.Fatal("no upload was started")
	}
	for _, h := range creates {
		if h.Get("x-amz-server-side-encryption") != "aws:kms" || h.Get("x-amz-server-side-encryption-aws-kms-key-id") != testKey {
			t.Errorf("an upload was started with %v", h)
		}
	}
	for _, h := range r.headers["PUT"] {
		isPart := h.Get("x-amz-copy-source") != "" || h.Get("x-amz-meta-amikit-disk") == "" && h.Get("x-amz-server-side-encryption") == ""
		if !isPart && h.Get("x-amz-server-side-encryption") != "aws:kms" {
			t.Errorf("an object was put with %v", h)
		}
	}
}

func TestEachCallNamesTheBucketsOwner(t *testing.T) {
	w := newWorld(t)
	r := w.recording()
	o := w.options()
	o.Services = Connect(w.cfg, Endpoints{}, ExpectOwner("123456789012"))
	if _, err := Create(t.Context(), w.sparseDisk(6*mib, 80*mib), o); err != nil {
		t.Fatal(err)
	}
	calls := 0
	for _, headers := range r.headers {
		for _, h := range headers {
			calls++
			if h.Get("x-amz-expected-bucket-owner") != "123456789012" || !strings.Contains(h.Get("Authorization"), "x-amz-expected-bucket-owner") {
				t.Errorf("a call without the owner: %v", h)
			}
		}
	}
	if calls < 8 {
		t.Fatalf("%d calls were seen", calls)
	}
}

func TestABucketOfAnotherOwnerIsRefused(t *testing.T) {
	w := newWorld(t)
	o := w.options()
	o.Services = Connect(w.cfg, Endpoints{}, ExpectOwner("999999999999"))
	_, err := Create(t.Context(), w.disk(1, mib), o)
	var bucket *BucketError
	if !errors.As(err, &bucket) {
		t.Fatalf("error is %v", err)
	}
}

// hosts answers nothing and keeps the hosts that were asked.
type hosts struct{ names []string }

func (h *hosts) Do(request *http.Request) (*http.Response, error) {
	h.names = append(h.names, request.URL.Host)
	return &http.Response{StatusCode: http.StatusForbidden, Body: io.NopCloser(bytes.NewReader(nil)), Header: http.Header{}}, nil
}

func TestAccelerationReachesTheClient(t *testing.T) {
	asked := &hosts{}
	cfg := aws.Config{Region: awstest.Region, HTTPClient: asked, Credentials: awstest.Config(t).Credentials}
	r := newRun(target{bucket: "disks", key: "x.raw"}, Options{Services: Connect(cfg, Endpoints{}, Accelerate)}.withDefaults("x.raw"))
	if _, err := r.findObject(t.Context()); err == nil || len(asked.names) != 1 || asked.names[0] != "disks.s3-accelerate.amazonaws.com" {
		t.Fatalf("%v was asked, error %v", asked.names, err)
	}
}
