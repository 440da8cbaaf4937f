package ami

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/smithy-go"

	"github.com/amikit/amikit/internal/awstest"
)

// refusing makes EC2 refuse a call, dry or not.
func (w *world) refusing(name string) {
	w.cfg = awstest.Intercept(w.cfg, func(called string) error {
		if called == name {
			return &smithy.GenericAPIError{Code: "UnauthorizedOperation", Message: "You are not authorized to perform this operation."}
		}
		return nil
	}, nil)
}

func TestDefect13PermissionsAreCheckedBeforeTheUpload(t *testing.T) {
	for _, name := range []string{"EC2.ImportSnapshot", "EC2.RegisterImage"} {
		w := newWorld(t)
		w.refusing(name)
		calls := w.counting()
		_, err := Create(t.Context(), w.disk(1, mib), w.options())
		var denied *DeniedError
		if !errors.As(err, &denied) || !strings.EqualFold(denied.Action, strings.ReplaceAll(name, ".", ":")) {
			t.Errorf("%s: %v", name, err)
		}
		if calls.calls["S3.CreateMultipartUpload"] != 0 {
			t.Errorf("%s: an upload was started", name)
		}
	}
}

func TestDefect13TheBucketIsCheckedFirst(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		change func(*Options)
		says   string
	}{
		"a bucket that does not exist": {func(o *Options) { o.Bucket = "amikit-there-is-no-such-bucket" }, "does not exist"},
		"a bucket in another region": {func(o *Options) {
			cfg := w.cfg.Copy()
			cfg.Region, o.Region = "us-west-2", "us-west-2"
			o.Services = Connect(cfg, Endpoints{})
		}, "is in " + awstest.Region},
	} {
		_, err := Create(t.Context(), w.disk(1, mib), w.options(c.change))
		var bucket *BucketError
		if !errors.As(err, &bucket) || !contains(err, c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPermissionsAreAskedBeforeAnImportOfWhatIsThere(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	r := w.create(d)
	w.deregister(r)
	w.deleteSnapshot(r)
	w.refusing("EC2.RegisterImage")
	calls := w.counting()
	_, err := Create(t.Context(), d, w.options())
	var denied *DeniedError
	if !errors.As(err, &denied) || denied.Action != "ec2:RegisterImage" {
		t.Fatalf("error is %v", err)
	}
	if calls.calls["EC2.ImportSnapshot"] != 1 {
		t.Fatalf("beside the dry run an import was started: %v", calls.calls)
	}
}

func TestAReplacementAsksForTheRightToDeregisterFirst(t *testing.T) {
	w := newWorld(t)
	w.create(w.disk(1, mib))
	w.refusing("EC2.DeregisterImage")
	calls := w.counting()
	_, err := Create(t.Context(), w.disk(2, mib), w.options(func(o *Options) { o.OnConflict = Replace }))
	var denied *DeniedError
	if !errors.As(err, &denied) || calls.calls["S3.CreateMultipartUpload"] != 0 {
		t.Fatalf("error is %v, calls %v", err, calls.calls)
	}
}

func TestNothingIsAskedWhereTheImageIsThere(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	w.create(d)
	calls := w.counting()
	w.create(d)
	if calls.calls["EC2.RegisterImage"]+calls.calls["EC2.ImportSnapshot"]+calls.calls["S3.PutObject"] != 0 {
		t.Fatalf("calls are %v", calls.calls)
	}
}
