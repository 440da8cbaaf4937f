package ami

import (
	"context"
	"encoding/base64"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/internal/awstest"
)

func on(conflict OnConflict) func(*Options) {
	return func(o *Options) { o.OnConflict = conflict }
}

// namesakes counts the images of this world's name, with and without a suffix.
func (w *world) namesakes() int {
	w.t.Helper()
	out, err := w.ec2().DescribeImages(w.t.Context(), &ec2.DescribeImagesInput{
		Owners: []string{"self"}, Filters: []types.Filter{{Name: aws.String("name"), Values: []string{w.name + "*"}}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return len(out.Images)
}

func TestReuseTakesTheImageAsItIs(t *testing.T) {
	w := newWorld(t)
	first := w.create(w.disk(1, mib))
	heard := &events{}
	calls := w.counting()
	r := w.create(w.disk(2, mib), on(Reuse), func(o *Options) {
		o.Reporter, o.DeleteObject = heard, true
		o.Registration = Registration{Root: Volume{Type: "gp2"}}
	})
	if r.ImageID != first.ImageID || r.Digest != first.Digest || r.ImageDigest != first.ImageDigest || !slices.Equal(r.Reused, []string{"image"}) {
		t.Fatalf("result is %+v", r)
	}
	if len(r.Differences) != 2 || !strings.Contains(r.Differences[0], first.Digest.String()) || !heard.says(Warning, "type of the root volume is gp3 instead of gp2") {
		t.Errorf("differences are %q", r.Differences)
	}
	for _, unwanted := range []string{"EC2.RegisterImage", "EC2.DeregisterImage", "S3.PutObject", "S3.DeleteObject", "S3.CreateMultipartUpload"} {
		if calls.calls[unwanted] != 0 {
			t.Errorf("%s was called", unwanted)
		}
	}
}

func TestReuseClaimsNothingOfAnImageOfAnotherProgram(t *testing.T) {
	want := wanted(t, func(_ *Disk, o *Options) { o.OnConflict = Reuse })
	r := newRun(want, Options{}).result(&image{id: "ami-1", state: "available"})
	if r.Digest != "" || r.SnapshotDigest != "" || r.ImageDigest != "" || r.Inputs != "" {
		t.Fatalf("result is %+v", r)
	}
}

func TestSuffixGivesEachDiskItsOwnNameAndKeyEachTime(t *testing.T) {
	for name, method := range map[string]func(*Options){"s3": func(*Options) {}, "ebs": byEBS} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			first := w.create(w.disk(1, mib), method)
			plan, err := Preview(t.Context(), w.disk(2, mib), w.options(method, on(Suffix)))
			if err != nil {
				t.Fatal(err)
			}
			second := w.create(w.disk(2, mib), method, on(Suffix))
			again := w.create(w.disk(2, mib), method, on(Suffix))
			third := w.create(w.disk(3, mib), method, on(Suffix))
			if !regexp.MustCompile("^"+w.name+"-[0-9a-f]{8}$").MatchString(second.Name) || plan.Name != second.Name || plan.S3URI != second.S3URI {
				t.Errorf("names are %q, planned %q (%s)", second.Name, plan.Name, plan.S3URI)
			}
			if again.ImageID != second.ImageID || third.Name == second.Name || second.ImageID == first.ImageID {
				t.Errorf("images are %s %s %s %s", first.ImageID, second.ImageID, again.ImageID, third.ImageID)
			}
			if n := w.namesakes(); n != 3 {
				t.Errorf("there are %d images", n)
			}
		})
	}
}

func TestSuffixAgreesForDisksOfTheSameInputs(t *testing.T) {
	suffix := func(change func(*Disk)) string {
		return wanted(t, func(d *Disk, _ *Options) { change(d) }).suffix
	}
	plain := suffix(func(*Disk) {})
	if got := suffix(func(d *Disk) { d.Digest, d.CRC64NVME = digest.FromString("sibling"), 43 }); got != plain {
		t.Errorf("a sibling has suffix %s, not %s", got, plain)
	}
	if suffix(func(d *Disk) { d.Inputs = "" }) == suffix(func(d *Disk) { d.Inputs, d.Digest = "", digest.FromString("other") }) {
		t.Error("two disks have one suffix")
	}
}

func TestALongNameIsCutForItsSuffix(t *testing.T) {
	long := wanted(t, func(_ *Disk, o *Options) { o.Name = strings.Repeat("n", 128) }).renamed()
	if len(long.name) != 128 || checkName(long.name) != nil || !strings.HasSuffix(long.name, "n-"+long.suffix) {
		t.Fatalf("name is %q", long.name)
	}
}

func TestReplaceSaysThatForAMomentThereIsNoImage(t *testing.T) {
	w := newWorld(t)
	first := w.create(w.disk(1, mib))
	heard := &events{}
	r := w.create(w.disk(2, mib), on(Replace), func(o *Options) { o.Reporter = heard })
	if r.ImageID == first.ImageID || len(w.images()) != 1 || !heard.says(Warning, "for a moment there is no image of that name") {
		t.Fatalf("result is %+v, said %+v", r, heard.list)
	}
}

func TestAnotherSettingIsAConflictThatNamesIt(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	w.create(d)
	_, err := Create(t.Context(), d, w.options(func(o *Options) { o.Registration.IMDSv2, o.Registration.Root.Size = On, 5 }))
	var conflict *ConflictError
	if !errors.As(err, &conflict) || !slices.Equal(conflict.Differences, []string{"IMDSv2 is off instead of on", "size of the root volume is 1 GiB instead of 5 GiB"}) {
		t.Fatalf("error is %v", err)
	}
}

func TestEachWayOutOfAConflictSurvivesAKillAtAnyCall(t *testing.T) {
	for _, way := range []OnConflict{Reuse, Replace, Suffix} {
		t.Run(string(way), func(t *testing.T) {
			for at, reached := int64(1), true; reached; at++ {
				w := newWorld(t)
				w.create(w.disk(1, mib), byEBS)
				d := w.disk(2, mib)
				w.killed(at, at%2 == 0)
				_, err := Create(t.Context(), d, w.options(byEBS, on(way)))
				reached = errors.Is(err, errKilled)
				w.cfg = awstest.Config(t)
				r := w.create(d, byEBS, on(way))
				if again := w.create(d, byEBS, on(way)); again.ImageID != r.ImageID {
					t.Errorf("call %d: images %s and %s", at, r.ImageID, again.ImageID)
				}
				if want := map[OnConflict]int{Reuse: 1, Replace: 1, Suffix: 2}[way]; w.namesakes() != want {
					t.Errorf("call %d: there are %d images", at, w.namesakes())
				}
			}
		})
	}
}

func TestANameOfAnotherAccountNeverCounts(t *testing.T) {
	w := newWorld(t)
	theirs := types.Image{ImageId: aws.String("ami-0123456789abcdef0"), OwnerId: aws.String("999999999999"), Name: aws.String(w.name), State: types.ImageStateAvailable}
	o := w.options(byEBS)
	real := o.Services.EC2
	o.Services.EC2 = fakeEC2{EC2: real, describeImages: func(ctx context.Context, in *ec2.DescribeImagesInput) (*ec2.DescribeImagesOutput, error) {
		out, err := real.DescribeImages(ctx, in)
		if err == nil && !slices.Equal(in.Owners, []string{"self"}) {
			out.Images = append(out.Images, theirs)
		}
		return out, err
	}}
	for _, way := range []OnConflict{Fail, Reuse, Replace, Suffix} {
		o.OnConflict = way
		r, err := Create(t.Context(), w.disk(1, mib), o)
		if err != nil || r.ImageID == *theirs.ImageId || r.Name != w.name {
			t.Errorf("%s: %+v, %v", way, r, err)
		}
	}
}

func TestAConflictTellsEveryAttributeThatDiffers(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	data := base64.StdEncoding.EncodeToString([]byte("variables"))
	w.create(d, func(o *Options) {
		o.Registration.Description, o.Registration.Tags = "mine", map[string]string{"team": "edge"}
	})
	for _, run := range []func() error{
		func() error { _, err := Create(t.Context(), d, w.options(differing(data))); return err },
		func() error { _, err := Preview(t.Context(), d, w.options(differing(data))); return err },
	} {
		var conflict *ConflictError
		err := run()
		if !errors.As(err, &conflict) {
			t.Fatalf("error is %v", err)
		}
		for _, want := range []string{"encryption of its snapshot is off instead of on", "type of the root volume is gp3 instead of gp2", `tag team is "edge" instead of not set`, `description is "mine" instead of not set`, "UEFI variable store"} {
			if !contains(err, want) {
				t.Errorf("%q does not tell %q", err, want)
			}
		}
	}
}

// differing asks for other settings of the same disk.
func differing(uefiData string) func(*Options) {
	return func(o *Options) {
		o.Encrypted = true
		o.Registration = Registration{UEFIData: uefiData, Root: Volume{Type: "gp2"}}
	}
}

func TestAnObjectsConflictTellsContentAndLabels(t *testing.T) {
	want := wanted(t, nil)
	differences := want.objectDifferences(&object{size: 7, crc: "AAAAAAAAAAA=", metadata: map[string]string{metaDisk: "sha256:other", metaFormat: "raw"}})
	text := strings.Join(differences, "; ")
	for _, part := range []string{"this disk has ", "its CRC64NVME is AAAAAAAAAAA=", "label amikit-disk is sha256:other instead of " + want.id.disk.String()} {
		if !strings.Contains(text, part) {
			t.Errorf("%q does not tell %q", text, part)
		}
	}
}
