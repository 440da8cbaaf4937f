package ami

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

func TestAConflictNamesTheSettingThatDiffersWithBothValues(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	for name, c := range map[string]struct {
		first, then func(*Options)
		want        string
	}{
		"a rate that is not asked for any more": {
			func(o *Options) { o.Registration.Root = Volume{IOPS: 4000} }, func(*Options) {}, "IOPS of the root volume is 4000 instead of 3000",
		},
		"a tag Name of its own": {
			func(o *Options) { o.Registration.Tags = map[string]string{"Name": "mine"} }, func(*Options) {}, `tag Name is "mine" instead of "`,
		},
		"a variable store that is not asked for any more": {
			func(o *Options) { o.Registration.UEFIData = "QUJD" }, func(*Options) {}, "UEFI variable store is one of 3 bytes, sha256:b5d4045c3f46… instead of not set",
		},
		"another variable store": {
			func(o *Options) { o.Registration.UEFIData = "QUJD" }, func(o *Options) { o.Registration.UEFIData = "QUJE" }, "UEFI variable store is one of 3 bytes, sha256:b5d4045c3f46… instead of one of 3 bytes, sha256:",
		},
		"encryption": {
			func(o *Options) { o.Encrypted = true }, func(*Options) {}, "encryption of its snapshot is on instead of off",
		},
		"another key": {
			func(o *Options) { o.Encrypted, o.KMSKey = true, testKey }, func(o *Options) { o.Encrypted, o.KMSKey = true, testKey+"b" },
			"KMS key of its snapshot is " + testKey + " instead of " + testKey + "b",
		},
	} {
		t.Run(name, func(t *testing.T) {
			called := func(o *Options) { o.Name = w.name + " " + name }
			w.create(d, called, c.first)
			_, err := Create(t.Context(), d, w.options(called, c.then))
			var conflict *ConflictError
			if !errors.As(err, &conflict) || len(conflict.Differences) != 1 || !strings.HasPrefix(conflict.Differences[0], c.want) {
				t.Fatalf("error is %v, want %q", err, c.want)
			}
		})
	}
}

func TestWhatAWSDoesNotShowIsNamedByItsTag(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	r := w.create(d)
	_, err := w.ec2().DeleteTags(t.Context(), &ec2.DeleteTagsInput{Resources: []string{r.ImageID}, Tags: toTags(map[string]string{TagImage: r.ImageDigest.String()})})
	if err != nil {
		t.Fatal(err)
	}
	_, err = Create(t.Context(), d, w.options())
	if want := "tag amikit:image is not set instead of " + r.ImageDigest.String(); err == nil || !contains(err, want) {
		t.Fatalf("error is %v, want %q", err, want)
	}
}

func TestToSayWhatEC2DoesByItselfIsToSayNothing(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	f, g := Volume{Device: "/dev/sdf", Type: "gp3", Size: 3}, Volume{Device: "/dev/sdg", Type: "gp3", Size: 4}
	first := w.create(d, func(o *Options) { o.Registration.Volumes = []Volume{f, g} })
	f.IOPS = 3000
	again := w.create(d, func(o *Options) {
		o.Registration = Registration{Root: Volume{Type: "gp3", Size: 1, IOPS: 3000, Throughput: 125}, Volumes: []Volume{g, f}}
	})
	if again.ImageID != first.ImageID || !slices.Equal(again.Reused, []string{"image"}) || len(again.Differences) != 0 {
		t.Fatalf("the images are %s and %+v", first.ImageID, again)
	}
}

func TestWithVerifyADifferenceIsAnErrorAlone(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	r := w.create(d, func(o *Options) { o.Registration.Tags = map[string]string{"team": "edge"} })
	_, err := w.ec2().DeleteTags(t.Context(), &ec2.DeleteTagsInput{Resources: []string{r.ImageID}, Tags: toTags(map[string]string{"team": "edge"})})
	if err != nil {
		t.Fatal(err)
	}
	heard := &events{}
	_, err = Create(t.Context(), d, w.options(func(o *Options) {
		o.Registration.Tags, o.Verify, o.Reporter = map[string]string{"team": "edge"}, true, heard
	}))
	if err == nil || !contains(err, r.ImageID+` has other settings than these: tag team is not set instead of "edge"`) {
		t.Fatalf("error is %v", err)
	}
	if heard.says(Warning, "is used as it is") || heard.says(Info, "goes on with it") {
		t.Fatalf("it says %+v", heard.list)
	}
}

func TestTheResultNamesAnObjectOnlyWhereItIs(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	uri := "s3://" + w.bucket + "/images/disk.raw"
	for _, c := range []struct {
		name string
		with func(*Options)
		want string
	}{
		{"the first run", func(*Options) {}, uri},
		{"a run that finds the image", func(*Options) {}, uri},
		{"a snapshot that is used again by the key", func(o *Options) { o.Name += " b" }, uri},
		{"a snapshot that is used again by another key", func(o *Options) { o.Name, o.Key = o.Name+" c", "other.raw" }, ""},
		{"an object that is deleted", func(o *Options) { o.DeleteObject = true }, ""},
	} {
		if r := w.create(d, c.with); r.S3URI != c.want {
			t.Errorf("%s names %q, want %q", c.name, r.S3URI, c.want)
		}
	}
	if keys, _ := w.keys(); len(keys) != 0 {
		t.Errorf("the bucket holds %v", keys)
	}
}
