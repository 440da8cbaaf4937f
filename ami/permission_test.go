package ami

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/smithy-go"

	"github.com/amikit/amikit/internal/awstest"
)

// documented are the calls that the permissions of the design document (7.2)
// allow: s3:PutObject, GetObject and ListBucket, and six actions of EC2.
var documented = []string{
	"S3.PutObject", "S3.CreateMultipartUpload", "S3.UploadPart", "S3.UploadPartCopy", "S3.CompleteMultipartUpload",
	"S3.GetObject", "S3.HeadObject", "S3.HeadBucket",
	"EC2.ImportSnapshot", "EC2.DescribeImportSnapshotTasks", "EC2.DescribeSnapshots", "EC2.RegisterImage", "EC2.DescribeImages", "EC2.CreateTags",
}

// denied makes the world refuse all calls that allowed does not name, as IAM does,
// and returns what was refused.
func (w *world) denied(allowed func(name string) bool) func() []string {
	var mu sync.Mutex
	var refused []string
	w.cfg = awstest.Intercept(w.cfg, func(name string) error {
		if allowed(name) {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		refused = append(refused, name)
		code := "UnauthorizedOperation"
		if strings.HasPrefix(name, "S3.") {
			code = "AccessDenied"
		}
		service, operation, _ := strings.Cut(name, ".")
		return &smithy.OperationError{ServiceID: service, OperationName: operation, Err: &smithy.GenericAPIError{Code: code, Message: "denied by the test"}}
	}, nil)
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Compact(slices.Sorted(slices.Values(refused)))
	}
}

func TestTheDocumentedPermissionsAreEnough(t *testing.T) {
	w := newWorld(t)
	d := w.sparseDisk(8*mib, 64*mib)
	refused := w.denied(func(name string) bool { return slices.Contains(documented, name) })
	w.create(d)
	if len(refused()) == 0 {
		t.Fatal("nothing was denied: the test tests nothing")
	}
	if r := w.create(d); !slices.Equal(r.Reused, []string{"image"}) {
		t.Fatalf("second result is %+v", r)
	}
}

// designed are the actions of the design document (7.2).
var designed = []string{
	"s3:PutObject", "s3:GetObject", "s3:ListBucket",
	"ec2:ImportSnapshot", "ec2:DescribeImportSnapshotTasks", "ec2:DescribeSnapshots", "ec2:RegisterImage", "ec2:DescribeImages", "ec2:CreateTags",
}

func TestAPolicyOfTheDocumentedActionsIsEnoughAtEachKindOfEndpoint(t *testing.T) {
	for name, settings := range map[string]map[string]any{
		"AWS's own":                      {},
		"one that refuses CRC64NVME":     {"noCRC64NVME": true},
		"one that ignores all checksums": {"ignoredChecksums": []string{"CRC64NVME", "SHA256"}},
	} {
		t.Run(name, func(t *testing.T) {
			w, account := newAccountWorld(t)
			awstest.Steer(t, http.MethodPut, "accounts/"+account+"/regions/"+awstest.Region+"/settings", settings)
			owner, heard := w.cfg, &events{}
			w.cfg = awstest.KeyOf(t, account, designed...)
			d := w.sparseDisk(6*mib, 60*mib)
			if r := w.create(d, reporting(heard)); r.Sent != 6*mib {
				t.Fatalf("sent %d bytes", r.Sent)
			}
			if !heard.says(Info, "the region "+awstest.Region+" (ec2:DescribeRegions is denied)") {
				t.Errorf("said %v", heard.list)
			}
			small, renamed := w.disk(2, mib), func(o *Options) { o.Name += " packed" }
			_, err := Create(t.Context(), small, w.options(packed, renamed))
			var denied *DeniedError
			if !errors.As(err, &denied) || denied.Action != "ebs:ListSnapshotBlocks" || !contains(err, "nothing was uploaded") {
				t.Fatalf("a VMDK, which is read back: %v", err)
			}
			w.cfg = awstest.KeyOf(t, account, append([]string{"ebs:ListSnapshotBlocks", "ebs:GetSnapshotBlock"}, designed...)...)
			r := w.create(small, packed, renamed)
			w.cfg = owner
			w.checkSnapshotIs(r.SnapshotID, small)
		})
	}
}

func TestAfterAKillTheDocumentedPermissionsAreEnough(t *testing.T) {
	w := newWorld(t)
	d, plain := w.disk(1, 3*mib), w.cfg
	w.killed(9, false)
	if _, err := Create(t.Context(), d, w.options()); !errors.Is(err, errKilled) {
		t.Fatalf("error is %v", err)
	}
	w.cfg = plain
	w.denied(func(name string) bool { return slices.Contains(documented, name) })
	w.create(d)
}

func TestEachDocumentedPermissionThatLacksIsNamed(t *testing.T) {
	for _, name := range []string{"EC2.ImportSnapshot", "EC2.DescribeImportSnapshotTasks", "EC2.DescribeSnapshots", "EC2.RegisterImage", "EC2.DescribeImages", "EC2.CreateTags", "S3.PutObject", "S3.HeadObject"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.denied(func(called string) bool { return called != name })
			_, err := Create(t.Context(), w.disk(1, mib), w.options())
			var denied *DeniedError
			if !errors.As(err, &denied) || !contains(err, "allow "+denied.Action) {
				t.Fatalf("error is %v", err)
			}
		})
	}
}

// others are the calls that a run makes beside the documented ones.
func others(t *testing.T) []string {
	w := newWorld(t)
	calls := w.counting()
	w.create(w.sparseDisk(8*mib, 64*mib), func(o *Options) { o.DeleteObject = false })
	var names []string
	for name := range calls.calls {
		if !slices.Contains(documented, name) {
			names = append(names, name)
		}
	}
	return names
}

func TestEachOtherCallMayBeDeniedOrUnknown(t *testing.T) {
	names := others(t)
	if len(names) < 5 {
		t.Fatalf("only %v were called", names)
	}
	for _, name := range names {
		for _, code := range []string{"AccessDenied", "UnauthorizedOperation", "InvalidAction", "NotImplemented"} {
			t.Run(name+" "+code, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.cfg = awstest.Intercept(w.cfg, func(called string) error {
					if called != name {
						return nil
					}
					return &smithy.GenericAPIError{Code: code, Message: "refused by the test"}
				}, nil)
				d := w.sparseDisk(8*mib, 64*mib)
				r := w.create(d)
				if again := w.create(d); again.ImageID != r.ImageID {
					t.Fatalf("the second run made %s beside %s", again.ImageID, r.ImageID)
				}
			})
		}
	}
}
