package ami

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/amikit/amikit/internal/awstest"
)

func TestAMistypedRegionIsNamedWithTheNearest(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	w.cfg.Region = "us-esat-1"
	o := w.options(func(o *Options) { o.Region = "us-esat-1" })
	for name, run := range map[string]func() error{
		"create by s3":  func() error { _, err := Create(t.Context(), d, o); return err },
		"create by ebs": func() error { o := o; o.Method = ByEBS; _, err := Create(t.Context(), d, o); return err },
		"verify":        func() error { _, err := Verify(t.Context(), "snap-0ffffffffffffffff", d, o); return err },
		"download": func() error {
			_, err := Download(t.Context(), "snap-0ffffffffffffffff", t.TempDir()+"/x", o)
			return err
		},
		"leftovers": func() error { _, err := Leftovers(t.Context(), o, time.Hour); return err },
	} {
		err := run()
		var region *RegionError
		if !errors.As(err, &region) || region.Nearest != "us-east-1" || !contains(err, `REGION "us-esat-1" is no region that AWS is known to have; did you mean us-east-1?`) {
			t.Errorf("%s: %v", name, err)
		}
		if contains(err, "check ") {
			t.Errorf("%s gives advice that is for other causes: %v", name, err)
		}
	}
}

func TestAFailureInARegionThatIsKnownIsNotTheRegions(t *testing.T) {
	refused := &CallError{Code: "AuthFailure"}
	for region, want := range map[string]bool{"us-east-1": false, "eusc-de-east-1": false, "": false, "eu-wset-1": true, "minio": true} {
		var told *RegionError
		if got := errors.As(explainRegion(region, refused), &told); got != want {
			t.Errorf("%q: %v", region, told)
		}
	}
	if err := explainRegion("minio", &CallError{Code: "NoSuchBucket"}); nowhere(err) {
		t.Error(err)
	}
	if err := explainRegion("minio", refused); nowhere(err) {
		t.Error("a region of one's own counts as a mistyped one")
	}
}

func TestAWrongClockIsNoLackOfPermission(t *testing.T) {
	for _, action := range []string{"s3:HeadBucket", "s3:HeadObject"} {
		t.Run(action, func(t *testing.T) {
			key, cfg := awstest.NewAccount(t)
			bucket := awstest.BucketOf(t, cfg)
			w := &world{t: t, cfg: cfg, bucket: bucket, name: "image of " + bucket}
			awstest.Steer(t, http.MethodPost, "faults", map[string]any{"action": action, "kind": "skew", "skewMinutes": 40, "accessKey": key, "times": -1})
			_, err := Create(t.Context(), w.disk(1, mib), w.options())
			if err == nil || !contains(err, "set this machine's clock, which is 40m behind AWS's") {
				t.Fatalf("error is %v", err)
			}
		})
	}
}
