package ami

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func contains(err error, text string) bool { return strings.Contains(err.Error(), text) }

func TestValidateNamesAllMissingSettingsAtOnce(t *testing.T) {
	err := (&Options{Method: ByS3}).Validate()
	var missing *MissingError
	if !errors.As(err, &missing) || !slices.Equal(missing.Settings, []string{"REGION", "S3_BUCKET"}) {
		t.Fatalf("error is %v", err)
	}
	if strings.Contains(err.Error(), "\n") {
		t.Fatalf("%q is more than one line", err)
	}
}

func TestAutoIsS3WhereThereIsABucket(t *testing.T) {
	for name, c := range map[string]struct {
		options Options
		want    Method
	}{
		"nothing":                {Options{}, ByEBS},
		"auto":                   {Options{Method: ByAuto}, ByEBS},
		"a bucket":               {Options{Bucket: "b"}, ByS3},
		"auto with a bucket":     {Options{Method: ByAuto, Bucket: "b"}, ByS3},
		"ebs with a bucket":      {Options{Method: ByEBS, Bucket: "b"}, ByEBS},
		"s3, which lacks bucket": {Options{Method: ByS3}, ByS3},
	} {
		if got := c.options.withDefaults("").Method; got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestOnlyTheMethodS3NeedsABucket(t *testing.T) {
	for method, valid := range map[Method]bool{"": true, ByAuto: true, ByEBS: true, ByS3: false, "ftp": false} {
		if err := (&Options{Region: "us-east-1", Method: method}).Validate(); (err == nil) != valid {
			t.Errorf("%q: %v", method, err)
		}
	}
}

func TestValidateReportsEveryProblem(t *testing.T) {
	o := Options{Bucket: "s3://b/key", Key: "folder/", Name: "a+b", Architecture: "riscv64", OnConflict: "maybe", Timeout: -time.Second}
	err := o.Validate()
	for _, want := range []string{"REGION", "s3://b/key", "folder/", "a+b", "riscv64", "maybe", "TIMEOUT"} {
		if !contains(err, want) {
			t.Errorf("%q does not name %q", err, want)
		}
	}
}

func TestNames(t *testing.T) {
	for name, valid := range map[string]bool{
		"abc": true, "ab": false, strings.Repeat("a", 128): true, strings.Repeat("a", 129): false,
		"Debian 12 (amd64) [x] a.b/c-d'e@f_g": true, "v1.30.0+k3s1": false, "ümlaut": false, "tab\tname": false,
	} {
		err := (&Options{Region: "r", Bucket: "bucket", Name: name}).Validate()
		if (err == nil) != valid {
			t.Errorf("name %q: %v", name, err)
		}
		var invalid *InvalidError
		if err != nil && !errors.As(err, &invalid) {
			t.Errorf("name %q: error is %T", name, err)
		}
	}
}

func TestRegionsAndBuckets(t *testing.T) {
	for name, c := range map[string]struct {
		region, bucket string
		refused        string // the setting; empty for none
	}{
		"a region and a bucket":            {"us-gov-west-1", "my-canvos.images", ""},
		"a bucket of the old rules":        {"us-east-1", "My_Bucket", ""},
		"a region with a blank":            {"us west", "bucket", "REGION"},
		"a region in capitals":             {"US-EAST-1", "bucket", "REGION"},
		"a region that is a host":          {"evil.example.com/", "bucket", "REGION"},
		"a bucket that is a URI":           {"us-east-1", "s3://bucket", "S3_BUCKET"},
		"a bucket that is too short":       {"us-east-1", "ab", "S3_BUCKET"},
		"a bucket with a line break in it": {"us-east-1", "abc\n", "S3_BUCKET"},
	} {
		t.Run(name, func(t *testing.T) {
			err := (&Options{Region: c.region, Bucket: c.bucket}).Validate()
			var invalid *InvalidError
			if refused := errors.As(err, &invalid); refused != (c.refused != "") || refused && invalid.Setting != c.refused {
				t.Fatalf("error is %v", err)
			}
		})
	}
}

func TestNamesThatAreNotGiven(t *testing.T) {
	for name, c := range map[string]struct {
		given     Options
		key, name string
	}{
		"come from the file":                           {Options{}, "kairos.raw", "kairos.raw"},
		"come from the key":                            {Options{Key: "images/v1.30.0+k3s1.raw"}, "images/v1.30.0+k3s1.raw", "images/v1.30.0-k3s1.raw"},
		"get the platform's suffix":                    {Options{Key: "a.raw", Suffix: "arm64"}, "a-arm64.raw", "a-arm64.raw"},
		"a given name gets it behind":                  {Options{Name: "web 1.2", Suffix: "arm64"}, "kairos-arm64.raw", "web 1.2-arm64"},
		"a key without extension gets it at its end":   {Options{Key: "a", Suffix: "amd64"}, "a-amd64", "a-amd64"},
		"a dot in a folder is no extension of the key": {Options{Key: "v1.2/a", Suffix: "amd64"}, "v1.2/a-amd64", "v1.2/a-amd64"},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.given.withDefaults("/some/kairos.raw")
			if got.Key != c.key || got.Name != c.name {
				t.Fatalf("key %q, name %q", got.Key, got.Name)
			}
		})
	}
}

func TestAnArchitectureThatContradictsTheDiskIsRefused(t *testing.T) {
	d, o := wantedDisk(), Options{Region: "r", Bucket: "b", Architecture: "arm64"}
	if _, err := newTarget(d, o.withDefaults(d.File)); err == nil || !contains(err, "amd64") || !contains(err, "ARCH") {
		t.Fatalf("error is %v", err)
	}
	d.Architecture = ""
	if _, err := newTarget(d, Options{Region: "r", Bucket: "b"}.withDefaults(d.File)); err == nil {
		t.Fatal("an unknown architecture was guessed")
	}
	if got, err := newTarget(d, o.withDefaults(d.File)); err != nil || got.architecture != "arm64" {
		t.Fatalf("architecture is %q, %v", got.architecture, err)
	}
}
